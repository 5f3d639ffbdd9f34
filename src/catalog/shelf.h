// Shelf: the catalogue in memory: tables of videos, sounds and accounts, and the indexes by author,
// sound and tag. What it gives is a copy. Thread-safe; waits for no database, and for the disk only
// where a whole Video is asked for (video_table.h).
#pragma once

#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/sound_table.h"
#include "catalog/video_table.h"

namespace soleil {

using SoundPtr = std::shared_ptr<const Sound>;
using AccountPtr = std::shared_ptr<const Account>;

class Shelf {
 public:
  explicit Shelf(std::unique_ptr<ColdFile> cold) : table_(std::move(cold)) {}

  VideoPtr find(VideoId id) const;
  SoundPtr find_sound(SoundId id) const;
  SoundPtr find_sound_key(const std::string& key) const;
  AccountPtr find_account(AccountId id) const;
  AccountPtr find_handle(std::string_view handle) const;
  std::vector<VideoPtr> by_author(AccountId author, VideoId before, size_t limit) const;
  std::vector<VideoPtr> by_sound(SoundId sound, VideoId before, size_t limit) const;
  std::vector<VideoPtr> by_tag(std::string_view tag, VideoId before, size_t limit) const;
  std::vector<TagCount> top_tags(size_t limit) const;
  void each(const std::function<void(const VideoPtr&)>& visit) const;
  std::vector<AccountPtr> all_accounts() const;
  int64_t sound_video_count(SoundId sound) const;
  int64_t tag_video_count(std::string_view tag) const;

  VideoSlot slot(VideoId id) const;
  VideoSlot slots_end() const;
  void slots(std::span<const VideoId> ids, std::vector<VideoSlot>& out) const;
  void cards(std::span<const VideoSlot> slots, std::vector<VideoCard>& out) const;
  void pick(std::span<const VideoSlot> offered, size_t count_max, const WantedVideo& wanted,
            std::vector<VideoSlot>& out) const;
  void newest_by(AccountId author, size_t count_max, const WantedVideo& wanted,
                 std::vector<VideoSlot>& out, VideoId oldest) const;
  void newest_by(SoundId sound, size_t count_max, const WantedVideo& wanted,
                 std::vector<VideoSlot>& out, VideoId oldest) const;
  void newest_by(std::string_view tag, size_t count_max, const WantedVideo& wanted,
                 std::vector<VideoSlot>& out, VideoId oldest) const;
  std::string title(VideoSlot slot) const;

  void put(const Video& video);  // adds, or replaces the row with its id
  void erase(VideoId id);
  void put_sound(const Sound& sound);
  void put_account(AccountPtr account);

 private:
  using Slots = std::vector<VideoSlot>;

  void put_in_indexes(VideoSlot slot);
  void take_from_indexes(VideoSlot slot);
  void chain(VideoSlot& newest, VideoSlot slot, VideoSlot& (VideoTable::*older)(VideoSlot));
  void unchain(VideoSlot& newest, VideoSlot slot, VideoSlot& (VideoTable::*older)(VideoSlot));
  template <class Older>
  void walk(VideoSlot from, size_t count_max, const WantedVideo& wanted, Slots& out, VideoId oldest,
            Older older) const;
  template <class Older>
  std::vector<VideoPtr> page(VideoSlot from, VideoId before, size_t limit, bool any_state,
                             Older older) const;
  Slots::const_iterator place_in(const Slots& slots, VideoId id) const;
  VideoPtr video(VideoSlot slot) const { return std::make_shared<const Video>(table_.video(slot)); }

  mutable std::shared_mutex mutex_;
  VideoTable table_;
  SoundTable sounds_;
  std::unordered_map<AccountId, AccountPtr> accounts_;
  std::unordered_map<std::string, AccountId> accounts_by_handle_;
  std::unordered_map<AccountId, VideoSlot> newest_by_author_;
  std::vector<Slots> by_tag_;  // by number; only what may be listed, ascending by id
};

}  // namespace soleil

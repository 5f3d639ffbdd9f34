// Shelf: the catalogue in memory. Snapshots of videos, sounds and accounts, and the indexes by
// author, sound, tag and source. A snapshot never changes once it is on the shelf: a change is a
// new snapshot. Thread-safe; never waits for I/O.
#pragma once

#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/catalog.h"

namespace soleil {

using SoundPtr = std::shared_ptr<const Sound>;
using AccountPtr = std::shared_ptr<const Account>;

class Shelf {
 public:
  VideoPtr find(VideoId id) const;
  SoundPtr find_sound(SoundId id) const;
  SoundPtr find_sound_key(const std::string& key) const;
  AccountPtr find_account(AccountId id) const;
  AccountPtr find_handle(std::string_view handle) const;
  std::vector<VideoPtr> by_author(AccountId author, VideoId before, size_t limit) const;
  std::vector<VideoPtr> by_sound(SoundId sound, VideoId before, size_t limit) const;
  std::vector<VideoPtr> by_tag(std::string_view tag, VideoId before, size_t limit) const;
  std::vector<VideoPtr> with_source(const std::string& sha256) const;
  std::vector<TagCount> top_tags(size_t limit) const;
  std::vector<VideoPtr> all() const;
  std::vector<SoundPtr> all_sounds() const;
  std::vector<AccountPtr> all_accounts() const;
  int64_t sound_video_count(SoundId sound) const;
  int64_t tag_video_count(std::string_view tag) const;

  void put(VideoPtr video);  // adds, or replaces the snapshot with its id
  void erase(VideoId id);
  void put_sound(SoundPtr sound);
  void put_account(AccountPtr account);

 private:
  using Ids = std::vector<VideoId>;  // ascending: ids grow with time, so adding is at the end
  template <class Key>
  using Index = std::unordered_map<Key, Ids>;

  void put_in_indexes(const Video& video);
  void take_from_indexes(const Video& video);
  template <class Key>
  std::vector<VideoPtr> page(const Index<Key>& index, const Key& key, VideoId before,
                             size_t limit) const;

  mutable std::shared_mutex mutex_;
  std::unordered_map<VideoId, VideoPtr> videos_;
  std::unordered_map<SoundId, SoundPtr> sounds_;
  std::unordered_map<std::string, SoundId> sounds_by_key_;
  std::unordered_map<AccountId, AccountPtr> accounts_;
  std::unordered_map<std::string, AccountId> accounts_by_handle_;
  Index<AccountId> by_author_;
  Index<std::string> by_source_;
  Index<SoundId> by_sound_;  // only what may be listed, as by_tag_
  Index<std::string> by_tag_;
};

}  // namespace soleil

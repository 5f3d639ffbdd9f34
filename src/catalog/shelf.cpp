#include "catalog/shelf.h"

#include <algorithm>
#include <mutex>

namespace soleil {
namespace {

constexpr size_t kLookedMax = 20'000;  // videos of one listing that are asked about, at most

template <class Map, class Key>
auto value_of(const Map& map, const Key& key) -> typename Map::mapped_type {
  const auto found = map.find(key);
  return found == map.end() ? typename Map::mapped_type{} : found->second;
}

}  // namespace

// ---- one ----------------------------------------------------------------------------------------

VideoPtr Shelf::find(VideoId id) const {
  std::shared_lock lock(mutex_);
  const VideoSlot slot = table_.find(id);
  return slot == kNoSlot ? nullptr : video(slot);
}

SoundPtr Shelf::find_sound(SoundId id) const {
  std::shared_lock lock(mutex_);
  const uint32_t place = sounds_.find(id);
  if (place == SoundTable::kNone || !sounds_.is_known(place)) return nullptr;
  return std::make_shared<const Sound>(sounds_.sound(place));
}

SoundPtr Shelf::find_sound_key(const std::string& key) const {
  std::shared_lock lock(mutex_);
  const uint32_t place = sounds_.find_key(key);
  return place == SoundTable::kNone ? nullptr : std::make_shared<const Sound>(sounds_.sound(place));
}

AccountPtr Shelf::find_account(AccountId id) const {
  std::shared_lock lock(mutex_);
  return value_of(accounts_, id);
}

AccountPtr Shelf::find_handle(std::string_view handle) const {
  std::shared_lock lock(mutex_);
  return value_of(accounts_, value_of(accounts_by_handle_, std::string(handle)));
}

// ---- listings for people ------------------------------------------------------------------------

template <class Older>
std::vector<VideoPtr> Shelf::page(VideoSlot from, VideoId before, size_t limit, bool any_state,
                                  Older older) const {
  std::vector<VideoPtr> out;
  for (VideoSlot at = from; at != kNoSlot && out.size() < limit; at = older(at)) {
    if (before && table_.id(at) >= before) continue;
    if (any_state || table_.listed(at)) out.push_back(video(at));
  }
  return out;
}

std::vector<VideoPtr> Shelf::by_author(AccountId author, VideoId before, size_t limit) const {
  std::shared_lock lock(mutex_);
  const auto newest = newest_by_author_.find(author);
  if (newest == newest_by_author_.end()) return {};
  return page(newest->second, before, limit, true,
              [&](VideoSlot at) { return table_.older_by_author(at); });
}

std::vector<VideoPtr> Shelf::by_sound(SoundId sound, VideoId before, size_t limit) const {
  std::shared_lock lock(mutex_);
  return page(sounds_.videos_of(sound).newest, before, limit, false,
              [&](VideoSlot at) { return table_.older_by_sound(at); });
}

std::vector<VideoPtr> Shelf::by_tag(std::string_view tag, VideoId before, size_t limit) const {
  std::vector<VideoPtr> out;
  std::shared_lock lock(mutex_);
  const uint32_t number = table_.tag_words().find(tag);
  if (number >= by_tag_.size()) return out;
  const Slots& slots = by_tag_[number];
  auto at = before ? place_in(slots, before) : slots.end();
  while (at != slots.begin() && out.size() < limit) out.push_back(video(*--at));
  return out;
}

std::vector<TagCount> Shelf::top_tags(size_t limit) const {
  std::vector<TagCount> out;
  {
    std::shared_lock lock(mutex_);
    for (uint32_t tag = 0; tag < by_tag_.size(); ++tag)
      if (!by_tag_[tag].empty())
        out.push_back({table_.tag_words().text(tag), static_cast<int64_t>(by_tag_[tag].size())});
  }
  const auto middle = out.begin() + static_cast<ptrdiff_t>(std::min(limit, out.size()));
  std::partial_sort(out.begin(), middle, out.end(), [](const TagCount& a, const TagCount& b) {
    return a.videos != b.videos ? a.videos > b.videos : a.tag < b.tag;
  });
  out.erase(middle, out.end());
  return out;
}

// One lock a video: whoever visits may take their time, and ask the catalogue.
void Shelf::each(const std::function<void(const VideoPtr&)>& visit) const {
  for (VideoSlot slot = 0;; ++slot) {
    VideoPtr next;
    {
      std::shared_lock lock(mutex_);
      if (slot >= table_.slots()) return;
      if (table_.is_used(slot)) next = video(slot);
    }
    if (next) visit(next);
  }
}

std::vector<AccountPtr> Shelf::all_accounts() const {
  std::shared_lock lock(mutex_);
  std::vector<AccountPtr> out;
  out.reserve(accounts_.size());
  for (const auto& [id, account] : accounts_) out.push_back(account);
  return out;
}

int64_t Shelf::sound_video_count(SoundId sound) const {
  std::shared_lock lock(mutex_);
  return sounds_.videos_of(sound).listed;
}

int64_t Shelf::tag_video_count(std::string_view tag) const {
  std::shared_lock lock(mutex_);
  const uint32_t number = table_.tag_words().find(tag);
  return number < by_tag_.size() ? static_cast<int64_t>(by_tag_[number].size()) : 0;
}

// ---- listings for ranking -----------------------------------------------------------------------

VideoSlot Shelf::slot(VideoId id) const {
  std::shared_lock lock(mutex_);
  return table_.find(id);
}

VideoSlot Shelf::slots_end() const {
  std::shared_lock lock(mutex_);
  return static_cast<VideoSlot>(table_.slots());
}

void Shelf::slots(std::span<const VideoId> ids, std::vector<VideoSlot>& out) const {
  std::shared_lock lock(mutex_);
  for (const VideoId id : ids) table_.prefetch(id);
  for (const VideoId id : ids) table_.prefetch_row(id);
  for (const VideoId id : ids) out.push_back(table_.find(id));
}

void Shelf::cards(std::span<const VideoSlot> slots, std::vector<VideoCard>& out) const {
  constexpr size_t kAhead = 8;
  std::shared_lock lock(mutex_);
  const size_t count = slots.size();
  for (size_t i = 0; i < count + kAhead; ++i) {
    if (i < count) table_.prefetch(slots[i]);
    if (i < kAhead) continue;
    const VideoSlot slot = slots[i - kAhead];
    out.push_back(slot < table_.slots() ? table_.card(slot) : VideoCard{});
  }
}

void Shelf::pick(std::span<const VideoSlot> offered, size_t count_max, const WantedVideo& wanted,
                 Slots& out) const {
  std::shared_lock lock(mutex_);
  for (const VideoSlot slot : offered) table_.prefetch(slot);
  for (const VideoSlot slot : offered) {
    if (out.size() >= count_max) return;
    if (slot < table_.slots() && table_.listed(slot) && wanted(table_.stub(slot)))
      out.push_back(slot);
  }
}

template <class Older>
void Shelf::walk(VideoSlot from, size_t count_max, const WantedVideo& wanted, Slots& out,
                 VideoId oldest, Older older) const {
  size_t added = 0, looked = 0;
  for (VideoSlot at = from; at != kNoSlot && added < count_max && looked < kLookedMax;
       at = older(at), ++looked) {
    if (table_.id(at) < oldest) return;
    if (!table_.listed(at) || !wanted(table_.stub(at))) continue;
    out.push_back(at);
    ++added;
  }
}

void Shelf::newest_by(AccountId author, size_t count_max, const WantedVideo& wanted, Slots& out,
                      VideoId oldest) const {
  std::shared_lock lock(mutex_);
  const auto newest = newest_by_author_.find(author);
  if (newest == newest_by_author_.end()) return;
  walk(newest->second, count_max, wanted, out, oldest,
       [&](VideoSlot at) { return table_.older_by_author(at); });
}

void Shelf::newest_by(SoundId sound, size_t count_max, const WantedVideo& wanted, Slots& out,
                      VideoId oldest) const {
  std::shared_lock lock(mutex_);
  walk(sounds_.videos_of(sound).newest, count_max, wanted, out, oldest,
       [&](VideoSlot at) { return table_.older_by_sound(at); });
}

void Shelf::newest_by(std::string_view tag, size_t count_max, const WantedVideo& wanted, Slots& out,
                      VideoId oldest) const {
  constexpr size_t kAhead = 12;
  std::shared_lock lock(mutex_);
  const uint32_t number = table_.tag_words().find(tag);
  if (number >= by_tag_.size() || by_tag_[number].empty()) return;
  const Slots& slots = by_tag_[number];
  size_t left = slots.size() - 1;
  for (size_t i = 0; i < std::min({kAhead, count_max, left}); ++i)
    table_.prefetch(slots[left - 1 - i]);
  walk(slots.back(), count_max, wanted, out, oldest, [&](VideoSlot) {
    if (left > kAhead) table_.prefetch(slots[left - kAhead - 1]);
    return left == 0 ? kNoSlot : slots[--left];
  });
}

std::string Shelf::title(VideoSlot slot) const {
  std::shared_lock lock(mutex_);
  return slot < table_.slots() && table_.is_used(slot) ? std::string(table_.title(slot)) : "";
}

// ---- changes ------------------------------------------------------------------------------------

// Newest first by id; ids grow with time, so the place is nearly always the first.
void Shelf::chain(VideoSlot& newest, VideoSlot slot, VideoSlot& (VideoTable::*older)(VideoSlot)) {
  VideoSlot* place = &newest;
  while (*place != kNoSlot && table_.id(*place) > table_.id(slot)) place = &(table_.*older)(*place);
  (table_.*older)(slot) = *place;
  *place = slot;
}

void Shelf::unchain(VideoSlot& newest, VideoSlot slot, VideoSlot& (VideoTable::*older)(VideoSlot)) {
  VideoSlot* place = &newest;
  while (*place != kNoSlot && *place != slot) place = &(table_.*older)(*place);
  if (*place == slot) *place = (table_.*older)(slot);
}

Shelf::Slots::const_iterator Shelf::place_in(const Slots& slots, VideoId id) const {
  return std::lower_bound(slots.begin(), slots.end(), id,
                          [&](VideoSlot at, VideoId wanted) { return table_.id(at) < wanted; });
}

void Shelf::put_in_indexes(VideoSlot slot) {
  const VideoStub stub = table_.stub(slot);
  const auto author = newest_by_author_.try_emplace(stub.author, kNoSlot).first;
  chain(author->second, slot, &VideoTable::older_by_author);
  if (stub.sound) chain(sounds_.videos(stub.sound).newest, slot, &VideoTable::older_by_sound);
  if (!table_.listed(slot)) return;
  if (stub.sound) ++sounds_.videos(stub.sound).listed;
  for (const uint32_t tag : table_.tags(slot)) {
    if (tag >= by_tag_.size()) by_tag_.resize(tag + 1);
    by_tag_[tag].insert(place_in(by_tag_[tag], stub.id), slot);
  }
}

void Shelf::take_from_indexes(VideoSlot slot) {
  const VideoStub stub = table_.stub(slot);
  unchain(newest_by_author_.at(stub.author), slot, &VideoTable::older_by_author);
  if (stub.sound) unchain(sounds_.videos(stub.sound).newest, slot, &VideoTable::older_by_sound);
  if (!table_.listed(slot)) return;
  if (stub.sound) --sounds_.videos(stub.sound).listed;
  for (const uint32_t tag : table_.tags(slot))
    if (const auto at = place_in(by_tag_[tag], stub.id); at != by_tag_[tag].end() && *at == slot)
      by_tag_[tag].erase(at);
}

void Shelf::put(const Video& video) {
  std::unique_lock lock(mutex_);
  if (const VideoSlot known = table_.find(video.id); known != kNoSlot) take_from_indexes(known);
  put_in_indexes(table_.put(video));
}

void Shelf::erase(VideoId id) {
  std::unique_lock lock(mutex_);
  const VideoSlot slot = table_.find(id);
  if (slot == kNoSlot) return;
  take_from_indexes(slot);
  table_.erase(slot);
}

void Shelf::put_sound(const Sound& sound) {
  std::unique_lock lock(mutex_);
  sounds_.put(sound);
}

void Shelf::put_account(AccountPtr account) {
  std::unique_lock lock(mutex_);
  AccountPtr& place = accounts_[account->id];
  if (place) accounts_by_handle_.erase(place->handle);
  accounts_by_handle_[account->handle] = account->id;
  place = std::move(account);
}

}  // namespace soleil

#include "catalog/shelf.h"

#include <algorithm>
#include <mutex>

namespace soleil {
namespace {

template <class Index, class Key>
void add(Index& index, const Key& key, VideoId id) {
  auto& ids = index[key];
  const auto at = std::lower_bound(ids.begin(), ids.end(), id);
  if (at == ids.end() || *at != id) ids.insert(at, id);
}

template <class Index, class Key>
void drop(Index& index, const Key& key, VideoId id) {
  const auto found = index.find(key);
  if (found == index.end()) return;
  auto& ids = found->second;
  const auto at = std::lower_bound(ids.begin(), ids.end(), id);
  if (at != ids.end() && *at == id) ids.erase(at);
  if (ids.empty()) index.erase(found);
}

template <class Map, class Key>
auto value_of(const Map& map, const Key& key) -> typename Map::mapped_type {
  const auto found = map.find(key);
  return found == map.end() ? typename Map::mapped_type{} : found->second;
}

template <class Map>
auto values_of(const Map& map) {
  std::vector<typename Map::mapped_type> out;
  out.reserve(map.size());
  for (const auto& [key, value] : map) out.push_back(value);
  return out;
}

}  // namespace

VideoPtr Shelf::find(VideoId id) const {
  std::shared_lock lock(mutex_);
  return value_of(videos_, id);
}

SoundPtr Shelf::find_sound(SoundId id) const {
  std::shared_lock lock(mutex_);
  return value_of(sounds_, id);
}

SoundPtr Shelf::find_sound_key(const std::string& key) const {
  std::shared_lock lock(mutex_);
  return value_of(sounds_, value_of(sounds_by_key_, key));
}

AccountPtr Shelf::find_account(AccountId id) const {
  std::shared_lock lock(mutex_);
  return value_of(accounts_, id);
}

AccountPtr Shelf::find_handle(std::string_view handle) const {
  std::shared_lock lock(mutex_);
  return value_of(accounts_, value_of(accounts_by_handle_, std::string(handle)));
}

template <class Key>
std::vector<VideoPtr> Shelf::page(const Index<Key>& index, const Key& key, VideoId before,
                                  size_t limit) const {
  std::vector<VideoPtr> out;
  std::shared_lock lock(mutex_);
  const auto found = index.find(key);
  if (found == index.end()) return out;
  const Ids& ids = found->second;
  auto at = before ? std::lower_bound(ids.begin(), ids.end(), before) : ids.end();
  while (at != ids.begin() && out.size() < limit) out.push_back(videos_.at(*--at));
  return out;
}

std::vector<VideoPtr> Shelf::by_author(AccountId author, VideoId before, size_t limit) const {
  return page(by_author_, author, before, limit);
}

std::vector<VideoPtr> Shelf::by_sound(SoundId sound, VideoId before, size_t limit) const {
  return page(by_sound_, sound, before, limit);
}

std::vector<VideoPtr> Shelf::by_tag(std::string_view tag, VideoId before, size_t limit) const {
  return page(by_tag_, std::string(tag), before, limit);
}

std::vector<VideoPtr> Shelf::with_source(const std::string& sha256) const {
  return page(by_source_, sha256, VideoId{}, SIZE_MAX);
}

std::vector<TagCount> Shelf::top_tags(size_t limit) const {
  std::vector<TagCount> out;
  {
    std::shared_lock lock(mutex_);
    out.reserve(by_tag_.size());
    for (const auto& [tag, ids] : by_tag_) out.push_back({tag, static_cast<int64_t>(ids.size())});
  }
  const auto middle = out.begin() + static_cast<ptrdiff_t>(std::min(limit, out.size()));
  std::partial_sort(out.begin(), middle, out.end(), [](const TagCount& a, const TagCount& b) {
    return a.videos != b.videos ? a.videos > b.videos : a.tag < b.tag;
  });
  out.erase(middle, out.end());
  return out;
}

std::vector<VideoPtr> Shelf::all() const {
  std::shared_lock lock(mutex_);
  return values_of(videos_);
}

std::vector<SoundPtr> Shelf::all_sounds() const {
  std::shared_lock lock(mutex_);
  return values_of(sounds_);
}

std::vector<AccountPtr> Shelf::all_accounts() const {
  std::shared_lock lock(mutex_);
  return values_of(accounts_);
}

int64_t Shelf::sound_video_count(SoundId sound) const {
  std::shared_lock lock(mutex_);
  const auto found = by_sound_.find(sound);
  return found == by_sound_.end() ? 0 : static_cast<int64_t>(found->second.size());
}

int64_t Shelf::tag_video_count(std::string_view tag) const {
  std::shared_lock lock(mutex_);
  const auto found = by_tag_.find(std::string(tag));
  return found == by_tag_.end() ? 0 : static_cast<int64_t>(found->second.size());
}

void Shelf::put_in_indexes(const Video& video) {
  add(by_author_, video.author, video.id);
  if (!video.source_sha256.empty()) add(by_source_, video.source_sha256, video.id);
  if (!is_listed(video)) return;
  if (video.sound) add(by_sound_, video.sound, video.id);
  for (const std::string& tag : video.tags) add(by_tag_, tag, video.id);
}

void Shelf::take_from_indexes(const Video& video) {
  drop(by_author_, video.author, video.id);
  drop(by_source_, video.source_sha256, video.id);
  drop(by_sound_, video.sound, video.id);
  for (const std::string& tag : video.tags) drop(by_tag_, tag, video.id);
}

void Shelf::put(VideoPtr video) {
  std::unique_lock lock(mutex_);
  VideoPtr& place = videos_[video->id];
  if (place) take_from_indexes(*place);
  put_in_indexes(*video);
  place = std::move(video);
}

void Shelf::erase(VideoId id) {
  std::unique_lock lock(mutex_);
  const auto found = videos_.find(id);
  if (found == videos_.end()) return;
  take_from_indexes(*found->second);
  videos_.erase(found);
}

void Shelf::put_sound(SoundPtr sound) {
  std::unique_lock lock(mutex_);
  if (!sound->key.empty()) sounds_by_key_[sound->key] = sound->id;
  SoundPtr& place = sounds_[sound->id];
  place = std::move(sound);
}

void Shelf::put_account(AccountPtr account) {
  std::unique_lock lock(mutex_);
  AccountPtr& place = accounts_[account->id];
  if (place) accounts_by_handle_.erase(place->handle);
  accounts_by_handle_[account->handle] = account->id;
  place = std::move(account);
}

}  // namespace soleil

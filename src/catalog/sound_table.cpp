#include "catalog/sound_table.h"

#include <algorithm>

namespace soleil {

uint32_t SoundTable::find(SoundId id) const {
  return by_id_.find(id.value, [&](uint32_t place) { return rows_[place].id; });
}

uint32_t SoundTable::place_of(SoundId id) {
  if (const uint32_t known = find(id); known != kNone) return known;
  const uint32_t place = rows_.add();
  rows_.raw(place).id = id.value;
  by_id_.insert(id.value, place, [&](uint32_t p) { return rows_[p].id; });
  return place;
}

void SoundTable::put(const Sound& sound) {
  const uint32_t place = place_of(sound.id);
  Row& row = rows_.raw(place);
  row.author = sound.author.value;
  row.created_ms = std::max<int64_t>(sound.created_ms, 0);
  row.duration_ms = static_cast<uint32_t>(std::clamp<int64_t>(sound.duration_ms, 0, UINT32_MAX));
  if (row.texts) texts_[row.texts] = {sound.title, sound.key};
  if (!row.texts && (!sound.title.empty() || !sound.key.empty())) {
    row.texts = static_cast<uint32_t>(texts_.size());
    texts_.push_back({sound.title, sound.key});
  }
  if (!sound.key.empty()) by_key_[sound.key] = place;
}

uint32_t SoundTable::find_key(const std::string& key) const {
  const auto at = by_key_.find(key);
  return at == by_key_.end() ? kNone : at->second;
}

Sound SoundTable::sound(uint32_t place) const {
  const Row& row = rows_[place];
  Sound out{{row.id}, {row.author}, "", "", row.duration_ms, row.created_ms};
  out.title = texts_[row.texts].title, out.key = texts_[row.texts].key;
  return out;
}

SoundTable::Videos& SoundTable::videos(SoundId id) {
  return rows_.raw(place_of(id)).videos;
}

SoundTable::Videos SoundTable::videos_of(SoundId id) const {
  const uint32_t place = find(id);
  return place == kNone ? Videos{} : rows_[place].videos;
}

}  // namespace soleil

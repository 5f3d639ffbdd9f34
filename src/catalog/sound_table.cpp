#include "catalog/sound_table.h"

#include <algorithm>

namespace soleil {

uint32_t SoundTable::find(SoundId id) const {
  return by_id_.find(id.value, [&](uint32_t place) { return rows_[place].id; });
}

uint32_t SoundTable::place_of(SoundId id) {
  if (const uint32_t known = find(id); known != kNone) return known;
  rows_.emplace_back().id = id.value;
  const auto place = static_cast<uint32_t>(rows_.size() - 1);
  by_id_.insert(id.value, place, [&](uint32_t p) { return rows_[p].id; });
  return place;
}

void SoundTable::put(const Sound& sound) {
  const uint32_t place = place_of(sound.id);
  Row& row = rows_[place];
  row.author = sound.author.value;
  row.created_ms = sound.created_ms;
  row.duration_ms = static_cast<uint32_t>(std::clamp<int64_t>(sound.duration_ms, 0, UINT32_MAX));
  row.is_known = true;
  row.texts.reset();
  if (!sound.title.empty() || !sound.key.empty())
    row.texts = std::make_unique<Texts>(Texts{sound.title, sound.key});
  if (!sound.key.empty()) by_key_[sound.key] = place;
}

uint32_t SoundTable::find_key(const std::string& key) const {
  const auto at = by_key_.find(key);
  return at == by_key_.end() ? kNone : at->second;
}

Sound SoundTable::sound(uint32_t place) const {
  const Row& row = rows_[place];
  Sound out{{row.id}, {row.author}, "", "", row.duration_ms, row.created_ms};
  if (row.texts) out.title = row.texts->title, out.key = row.texts->key;
  return out;
}

SoundTable::Videos& SoundTable::videos(SoundId id) {
  return rows_[place_of(id)].videos;
}

SoundTable::Videos SoundTable::videos_of(SoundId id) const {
  const uint32_t place = find(id);
  return place == kNone ? Videos{} : rows_[place].videos;
}

}  // namespace soleil

#include "learning/popularity.h"

#include <algorithm>

namespace soleil {

// Amounts only grow: who is not among the best stays out until it passes the last of them.
void Popularity::rise(Ranking& ranking, const Ranked& before, const Ranked& now) {
  const auto to = std::lower_bound(ranking.begin(), ranking.end(), now);
  const auto from = std::lower_bound(to, ranking.end(), before);
  if (from != ranking.end() && from->video == before.video) {
    std::move_backward(to, from, from + 1);
    *to = now;
    return;
  }
  if (ranking.size() == kBestMax) {
    if (to == ranking.end()) return;
    ranking.pop_back();
  }
  ranking.insert(to, now);
}

void Popularity::add(uint32_t video, uint32_t language, double amount, int64_t at_ms) {
  Kept& kept = kept_[video];
  if (kept.language != language && kept.language != UINT32_MAX)  // its language was corrected
    std::erase_if(by_language_[kept.language], [&](const Ranked& r) { return r.video == video; });
  kept.language = language;
  if (by_language_.size() <= language) by_language_.resize(language + 1);
  const Ranked before{kept.amount.level(), video};
  kept.amount.add(amount, at_ms, half_life_ms_);
  const Ranked now{kept.amount.level(), video};
  rise(all_, before, now);
  rise(by_language_[language], before, now);
}

void Popularity::forget(uint32_t video) {
  const Kept was = kept_[video];
  if (!was.amount.is_any()) return;
  kept_[video] = {};
  for (Ranking* ranking : {&all_, &by_language_[was.language]}) {
    const bool was_full = ranking->size() == kBestMax;
    if (std::erase_if(*ranking, [&](const Ranked& r) { return r.video == video; }) && was_full)
      fill(*ranking, ranking == &all_ ? std::nullopt : std::optional(was.language));
  }
}

// Who comes next is known by a look at all; only a popular video's removal needs it.
void Popularity::fill(Ranking& ranking, std::optional<uint32_t> language) const {
  ranking.clear();
  for (uint32_t video = 0; video < kept_.size(); ++video) {
    const Kept& kept = kept_[video];
    if (!kept.amount.is_any() || (language && kept.language != *language)) continue;
    const Ranked one{kept.amount.level(), video};
    if (ranking.size() == kBestMax && !(one < ranking.back())) continue;
    if (ranking.size() == kBestMax) ranking.pop_back();
    ranking.insert(std::lower_bound(ranking.begin(), ranking.end(), one), one);
  }
}

std::vector<uint32_t> Popularity::best(std::optional<uint32_t> language, size_t count_max) const {
  std::vector<uint32_t> out;
  if (language && *language >= by_language_.size()) return out;
  const Ranking& ranking = language ? by_language_[*language] : all_;
  out.reserve(std::min(count_max, ranking.size()));
  for (const Ranked& one : ranking) {
    if (out.size() == count_max) break;
    out.push_back(one.video);
  }
  return out;
}

}  // namespace soleil

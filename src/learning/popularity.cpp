#include "learning/popularity.h"

#include <algorithm>
#include <utility>

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
  auto kept = kept_.edit(video);
  const uint32_t was = std::exchange(kept->language, language);
  const Ranked before{kept->amount.level(), video};
  kept->amount.add(amount, at_ms, half_life_ms_);
  const Ranked now{kept->amount.level(), video};
  std::lock_guard lock(mutex_);
  auto& by_language = rankings_.by_language;
  if (by_language.size() <= language) by_language.resize(language + 1);
  if (was != language && was != UINT32_MAX)  // its language was corrected
    std::erase_if(by_language[was], [&](const Ranked& r) { return r.video == video; });
  rise(rankings_.all, before, now);
  rise(by_language[language], before, now);
}

void Popularity::forget(uint32_t video) {
  const Kept was = kept_[video];
  if (!was.amount.is_any()) return;
  kept_.put(video, {});
  for (Ranking* ranking : {&rankings_.all, &rankings_.by_language[was.language]}) {
    Ranking fewer = *ranking;
    const bool was_full = fewer.size() == kBestMax;
    if (!std::erase_if(fewer, [&](const Ranked& r) { return r.video == video; })) continue;
    if (was_full)
      fill(fewer, ranking == &rankings_.all ? std::nullopt : std::optional(was.language));
    std::lock_guard lock(mutex_);
    ranking->swap(fewer);
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
  std::lock_guard lock(mutex_);
  if (language && *language >= rankings_.by_language.size()) return out;
  const Ranking& ranking = language ? rankings_.by_language[*language] : rankings_.all;
  out.reserve(std::min(count_max, ranking.size()));
  for (const Ranked& one : ranking) {
    if (out.size() == count_max) break;
    out.push_back(one.video);
  }
  return out;
}

}  // namespace soleil

#include "learning/popularity.h"

namespace soleil {

void Popularity::take_out(VideoId video, const Kept& kept) {
  all_.erase({kept.amount.level(), video});
  by_language_[kept.language].erase({kept.amount.level(), video});
}

void Popularity::add(VideoId video, uint32_t language, double amount, int64_t at_ms) {
  Kept& kept = kept_[video];
  take_out(video, kept);
  kept.language = language;
  kept.amount.add(amount, at_ms, half_life_ms_);
  all_.insert({kept.amount.level(), video});
  by_language_[language].insert({kept.amount.level(), video});
}

void Popularity::forget(VideoId video) {
  const auto at = kept_.find(video);
  if (at == kept_.end()) return;
  take_out(video, at->second);
  kept_.erase(at);
}

std::vector<VideoId> Popularity::best(std::optional<uint32_t> language, size_t count_max) const {
  std::vector<VideoId> out;
  const Ranking* ranking = &all_;
  if (language) {
    const auto at = by_language_.find(*language);
    if (at == by_language_.end()) return out;
    ranking = &at->second;
  }
  for (auto at = ranking->rbegin(); at != ranking->rend() && out.size() < count_max; ++at)
    out.push_back(at->second);
  return out;
}

}  // namespace soleil

#include "recommend/scorers/bend_scorer.h"

#include <algorithm>
#include <cmath>

namespace soleil {
namespace {

constexpr double kNewHalfLifeMs = 30 * 86'400'000.0;
constexpr double kMiddleMs = 30'000, kOctaves = 3;

// Several tags of one video: the strongest wishes count, but no more than one slider's whole way.
int64_t tags_level(const Controls& controls, const VideoCard& video) {
  int64_t sum = 0;
  for (const Bend& bend : controls.tags)
    if (video.has_tag(bend.what)) sum += bend.level;
  return std::clamp(sum, -kLevelMax, kLevelMax);
}

int64_t language_level(const Controls& controls, const VideoCard& video) {
  const std::string_view primary = video.language.substr(0, video.language.find('-'));
  for (const Bend& bend : controls.languages)
    if (bend.what == primary) return bend.level;
  return 0;
}

}  // namespace

double newness(AccountId author, int64_t now_ms) {
  const auto age_ms = static_cast<double>(std::max<int64_t>(0, now_ms - id_time_ms(author.value)));
  return std::exp2(-age_ms / kNewHalfLifeMs);
}

double longness(int64_t duration_ms) {
  const double octaves = std::log2(std::max(1.0, static_cast<double>(duration_ms)) / kMiddleMs);
  return std::clamp(octaves / kOctaves, -1.0, 1.0);
}

void BendScorer::score(const Query& q, const Candidate& c, Terms& out) const {
  if (!q.controls || !is_bent(*q.controls)) return;
  const Controls& controls = *q.controls;
  const auto add = [&](std::string_view name, double weight, int64_t level, double share) {
    if (level != 0 && share != 0) out.add(name, weight * static_cast<double>(level) * share);
  };
  add("bend_tag", weights_.tag, tags_level(controls, c.card), 1);
  add("bend_language", weights_.language, language_level(controls, c.card), 1);
  add("bend_new_creators", weights_.new_creators, controls.new_creators,
      controls.new_creators ? newness(c.card.author, q.now_ms) : 0);
  add("bend_length", weights_.length, controls.length,
      controls.length ? longness(c.card.duration_ms) : 0);
}

}  // namespace soleil

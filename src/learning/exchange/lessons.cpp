#include "learning/exchange/lessons.h"

#include <algorithm>

namespace soleil {
namespace {

constexpr double kVariance = 0.12;  // of a share watched, between a person's videos
// Satisfaction is a rank (learning/satisfaction.h): it differs by more than the shares do.
constexpr double kSatisfactionOfShare = 2;

}  // namespace

std::vector<WatchFact> lessons_of(const ReleaseBody& release, const FindOpenVideo& open,
                                  int64_t now_ms) {
  const double noise = release.noise.sums * release.noise.sums / kVariance;
  const std::string id = "taught-" + release.region + "-" + std::to_string(release.number) + "-";
  std::vector<WatchFact> out;
  for (const ReleasedVideo& one : release.videos) {
    if (one.persons <= 0 || !open(one.video)) continue;
    const auto persons = static_cast<double>(one.persons);
    const double share = static_cast<double>(one.watched) / 10 / persons;
    Taught fact;
    fact.head.id = id + one.video.text();
    fact.head.video = one.video;
    fact.head.at_ms = fact.head.received_ms = now_ms;
    fact.persons = std::min(static_cast<float>(persons / (1 + noise / persons)), kTaughtPersonsMax);
    fact.satisfaction = static_cast<float>(std::clamp(kSatisfactionOfShare * share, -1.0, 1.0));
    if (fact.persons >= 1) out.push_back(std::move(fact));
  }
  return out;
}

}  // namespace soleil

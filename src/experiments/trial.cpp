#include "experiments/trial.h"

#include <algorithm>

namespace soleil {

uint16_t Trial::number(const std::string& arm) {
  for (size_t i = 0; i < arms_.size(); ++i)
    if (arms_[i] == arm) return static_cast<uint16_t>(i);
  arms_.push_back(arm);
  return static_cast<uint16_t>(arms_.size() - 1);
}

Trial::Member* Trial::find(ViewerId viewer) {
  const auto at = members_.find(viewer);
  return at == members_.end() ? nullptr : &at->second;
}

void Trial::page(const Served& fact) {
  const uint16_t arm = number(fact.treatment.arm);
  Member* member = find(fact.head.viewer);
  if (!member) {
    if (members_.size() == kViewersMax) return;
    member = &members_[fact.head.viewer];
    member->arm = arm;
  }
  member->mixed |= member->arm != arm;
  member->deeds.page(fact.head.received_ms);
}

void Trial::watched(const Watched& fact) {
  if (Member* member = find(fact.head.viewer)) member->deeds.watched(fact);
}
void Trial::liked(ViewerId viewer, int by) {
  if (Member* member = find(viewer)) member->deeds.likes += by;
}
void Trial::shared(ViewerId viewer) {
  if (Member* member = find(viewer)) member->deeds.shares += 1;
}
void Trial::refused(ViewerId viewer) {
  if (Member* member = find(viewer)) member->deeds.refusals += 1;
}
void Trial::judged(const std::string& arm, const LoggedPlace& place) {
  judged_[arm].add(place);
}

TrialReading Trial::read(const Experiment& experiment) const {
  TrialReading out;
  std::vector<std::array<ClusterSums, kMetrics>> sums(arms_.size());
  for (const auto& [viewer, member] : members_) {
    out.mixed += member.mixed;
    if (member.mixed) continue;
    for (size_t m = 0; m < kMetrics; ++m) {
      const Metric& metric = metrics_of_arms()[m];
      sums[member.arm][m].add(metric.numerator(member.deeds), metric.denominator(member.deeds));
    }
  }
  std::vector<int64_t> viewers;
  std::vector<double> shares;
  for (const Arm& arm : experiment.arms) {
    ArmReading& reading = out.arms.emplace_back();
    reading.arm = arm.name;
    const auto at = std::find(arms_.begin(), arms_.end(), arm.name);
    for (size_t m = 0; m < kMetrics && at != arms_.end(); ++m)
      reading.metrics[m] = ratio_of(sums[static_cast<size_t>(at - arms_.begin())][m]);
    for (size_t m = 0; m < kMetrics; ++m)
      reading.against_first[m] = compare(out.arms.front().metrics[m], reading.metrics[m]);
    reading.viewers = reading.metrics.back().viewers;
    const auto judged = judged_.find(arm.name);
    for (size_t k = 0; k < kRewards && judged != judged_.end(); ++k)
      reading.estimated[k] = judged->second.estimate(k);
    viewers.push_back(reading.viewers);
    shares.push_back(arm.share);
  }
  out.split_p = soleil::split_p(viewers, shares);
  return out;
}

}  // namespace soleil

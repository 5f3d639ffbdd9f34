#include "api/experiment_json.h"

#include "api/answer.h"

namespace soleil {
namespace {

constexpr double kSplitBroken = 0.001;
constexpr double kSmallEffect = 0.02;  // relative; what needed_viewers is told for

std::string_view state_of(const Experiment& experiment, int64_t now_ms) {
  if (now_ms < experiment.start_ms) return "planned";
  return now_ms < experiment.end_ms ? "running" : "ended";
}

std::string_view verdict(const Comparison& seen, double p, bool more_is_better) {
  if (!seen.enough) return "too_early";
  if (p >= kAlpha) return "open";
  return (seen.difference > 0) == more_is_better ? "better" : "worse";
}

json::object metric_json(size_t m, const ArmReading& arm, bool is_first, bool ended) {
  const Metric& metric = metrics_of_arms()[m];
  const Estimate& here = arm.metrics[m];
  json::object out{{"name", json_view(metric.name)},
                   {"more_is_better", metric.more_is_better},
                   {"value", here.value},
                   {"low", here.low()},
                   {"high", here.high()},
                   {"variance", here.variance}};
  if (is_first) {
    out["viewers_needed"] = viewers_needed(here, kSmallEffect);
    return out;
  }
  const Comparison& seen = arm.against_first[m];
  const double p = ended ? seen.p : seen.any_p;
  out["difference"] = seen.difference;
  out["difference_low"] = ended ? seen.low : seen.any_low;
  out["difference_high"] = ended ? seen.high : seen.any_high;
  out["p"] = p;
  out["verdict"] = json_view(verdict(seen, p, metric.more_is_better));
  return out;
}

json::object interval(const Estimate& estimate) {
  return {{"value", estimate.value}, {"low", estimate.low()}, {"high", estimate.high()}};
}

json::object estimate_json(size_t reward, const OffPolicyEstimate& seen) {
  return {
      {"name", json_view(kRewardNames[reward])},
      {"as_it_was", interval(seen.as_it_was)},
      {"ips", interval(seen.ips)},
      {"snips", interval(seen.snips)},
      {"dr", interval(seen.dr)},
      {"weight",
       json::object{{"value", seen.weight}, {"low", seen.weight_low}, {"high", seen.weight_high}}},
      {"places", seen.places},
      {"effective_places", seen.effective},
      {"clipped", seen.clipped},
      {"sound", seen.sound()}};
}

json::object arm_json(const Arm& arm, const ArmReading& reading, bool is_first, bool ended) {
  json::array metrics, estimated;
  for (size_t m = 0; m < kMetrics; ++m) metrics.push_back(metric_json(m, reading, is_first, ended));
  for (size_t k = 0; k < kRewards; ++k)
    if (reading.estimated[k].places > 0)
      estimated.push_back(estimate_json(k, reading.estimated[k]));
  return {{"name", arm.name},
          {"recipe", arm.recipe},
          {"share", arm.share},
          {"viewers", reading.viewers},
          {"metrics", std::move(metrics)},
          {"estimated", std::move(estimated)}};
}

}  // namespace

json::object experiment_json(const Experiment& experiment, const TrialReading& reading,
                             int64_t now_ms) {
  const std::string_view state = state_of(experiment, now_ms);
  const bool ended = state == "ended";
  json::array arms;
  for (size_t i = 0; i < experiment.arms.size(); ++i)
    arms.push_back(arm_json(experiment.arms[i], reading.arms[i], i == 0, ended));
  return {{"name", experiment.name},
          {"state", json_view(state)},
          {"reading", ended ? "at_end" : "any_time"},
          {"start_ms", experiment.start_ms},
          {"end_ms", experiment.end_ms},
          {"primary", experiment.primary},
          {"split_p", reading.split_p},
          {"split_broken", reading.split_p < kSplitBroken},
          {"mixed_viewers", reading.mixed},
          {"viewers_min", kViewersMin},
          {"arms", std::move(arms)}};
}

json::object exploration_json(const ExplorationReading& reading) {
  json::array metrics;
  for (size_t k = 0; k < kRewards; ++k)
    metrics.push_back(json::object{{"name", json_view(kRewardNames[k])},
                                   {"ranked", reading.at_ranked[k]},
                                   {"explored", reading.at_explored[k]},
                                   {"lost_a_viewing", reading.lost[k]}});
  return {{"explored_viewings", reading.explored},
          {"ranked_viewings", reading.ranked},
          {"metrics", std::move(metrics)}};
}

}  // namespace soleil

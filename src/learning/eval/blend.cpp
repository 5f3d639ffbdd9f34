#include "learning/eval/blend.h"

#include <algorithm>
#include <cmath>

#include "learning/eval/climb.h"
#include "learning/items/parallel.h"

namespace soleil::eval {
namespace {

constexpr size_t kTriesForSetting = 25;
constexpr int kHalvings = 2;

// The factors' product by their powers, for each video.
std::vector<float> product(std::span<const Factor> factors, const std::vector<double>& powers) {
  if (factors.empty()) return {};
  std::vector<float> out(factors[0].size(), 1.f);
  for (size_t f = 0; f < factors.size(); ++f)
    if (powers[f] != 0)
      for (size_t video = 0; video < out.size(); ++video)
        out[video] *= std::pow(factors[f][video], static_cast<float>(powers[f]));
  return out;
}

std::vector<uint32_t> rank_with(const Candidates& candidates, std::span<const float> weights,
                                std::span<const float> factor, size_t k) {
  struct Place {
    float score;
    uint32_t video;
  };
  std::vector<Place> places(candidates.videos.size());
  for (size_t i = 0; i < places.size(); ++i) {
    float score = 0;
    for (size_t c = 0; c < weights.size(); ++c)
      score += weights[c] * candidates.scores[i * weights.size() + c];
    const uint32_t video = candidates.videos[i];
    if (!factor.empty() && score > 0) score *= factor[video];
    places[i] = {score, video};
  }
  const auto better = [](const Place& a, const Place& b) {
    return a.score != b.score ? a.score > b.score : a.video < b.video;
  };
  const size_t count = std::min(k, places.size());
  std::partial_sort(places.begin(), places.begin() + count, places.end(), better);
  std::vector<uint32_t> out;
  for (size_t i = 0; i < count; ++i) out.push_back(places[i].video);
  return out;
}

Blend blend_of(const std::vector<double>& settings, size_t components) {
  return {{settings.begin(), settings.begin() + components},
          {settings.begin() + components, settings.end()}};
}

double mean_goal(const Blend& blend, std::span<const Candidates> pool,
                 std::span<const Factor> factors, size_t k, const ListGoal& goal) {
  const std::vector<float> weights(blend.weights.begin(), blend.weights.end());
  const auto factor = product(factors, blend.powers);
  std::vector<double> each(pool.size());  // summed in order, so that threads don't change it
  constexpr size_t kChunk = 256;
  parallel((pool.size() + kChunk - 1) / kChunk, [&](size_t, size_t chunk) {
    for (size_t i = chunk * kChunk; i < std::min(pool.size(), (chunk + 1) * kChunk); ++i)
      each[i] = goal(i, rank_with(pool[i], weights, factor, k));
  });
  double sum = 0;
  for (const double one : each) sum += one;
  return pool.empty() ? 0 : sum / pool.size();
}

}  // namespace

std::vector<std::vector<uint32_t>> Blend::rank(std::span<const Candidates> pool,
                                               std::span<const Factor> factors, size_t k) const {
  const std::vector<float> own(weights.begin(), weights.end());
  const auto factor = product(factors, powers);
  std::vector<std::vector<uint32_t>> out(pool.size());
  for (size_t i = 0; i < pool.size(); ++i) out[i] = rank_with(pool[i], own, factor, k);
  return out;
}

Blend learn_blend(std::span<const Candidates> pool, size_t components, size_t last,
                  std::span<const Factor> factors, size_t k, const ListGoal& goal) {
  const auto measure = [&](const std::vector<double>& tried) {
    return mean_goal(blend_of(tried, components), pool, factors, k, goal);
  };
  std::vector<double> alone;
  for (size_t c = 0; c < components; ++c) {
    std::vector<double> one(components + factors.size());
    one[c] = 1;
    alone.push_back(measure(one));
  }
  const size_t start = std::ranges::max_element(alone) - alone.begin();
  std::vector<Setting> settings;
  for (size_t c = 0; c < components; ++c)
    settings.push_back({c == start ? 1.0 : 0.0, 0.4, c == last ? kLeastWeight : 0, 8});
  for (size_t f = 0; f < factors.size(); ++f) settings.push_back({0, 0.2, -2, 2});
  const auto found = climb(settings, kTriesForSetting * settings.size(), kHalvings, measure);
  return blend_of(found.settings, components);
}

}  // namespace soleil::eval

#include "learning/eval/blend.h"

#include <algorithm>
#include <cmath>

#include "learning/eval/climb.h"
#include "learning/items/parallel.h"

namespace soleil::eval {
namespace {

constexpr size_t kTriesForSetting = 25;
constexpr int kHalvings = 2;
constexpr size_t kParts = 4;     // of the questions, each of which finds a blend
constexpr double kWorth = 0.75;  // of the best one's goal: where a component begins with a weight

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

}  // namespace

double Blend::weight_of(const std::string& name) const {
  const size_t at = std::ranges::find(names, name) - names.begin();
  return at < weights.size() && weights[at] > kLeastWeight / 2 ? weights[at] : 0;
}

json::object Blend::describe() const {
  json::object out;
  for (const std::string& name : names) out[name] = weight_of(name);
  return out;
}

namespace {

// Looks for the blend of one pool.
class BlendSearch {
 public:
  BlendSearch(std::span<const Candidates> pool, std::span<const Component> components,
              const std::string& last, std::span<const Factor> factors, size_t k,
              const ListGoal& goal, const std::function<bool()>& enough)
      : pool_(pool),
        components_(components),
        last_(last),
        factors_(factors),
        k_(k),
        goal_(goal),
        enough_(enough) {}

  // Each component alone, then from all that are worth it on each part of the questions. What one
  // part likes by chance, the others don't: the mean of the parts' blends is better than a blend
  // that was fitted to all of them.
  Found best() const {
    std::vector<double> alone;
    for (size_t c = 0; c < components_.size(); ++c) alone.push_back(measured(single(c), 0, 1));
    const size_t first = std::ranges::max_element(alone) - alone.begin();
    Found best{single(first), alone[first]};
    std::vector<double> start(size());
    for (size_t c = 0; c < components_.size(); ++c)
      start[c] = alone[c] >= kWorth * best.goal ? 1 : 0;
    std::vector<double> mean(size());
    for (size_t part = 0; part < kParts; ++part) add_normalised(climbed(start, part), mean);
    for (size_t c = 0; c < components_.size(); ++c)
      if (components_[c].name == last_) mean[c] = std::max(mean[c], kLeastWeight);
    const double goal = measured(mean, 0, 1);
    if (goal > best.goal) best = {mean, goal};
    return best;
  }

 private:
  size_t size() const { return components_.size() + factors_.size(); }
  std::vector<double> single(size_t component) const {
    std::vector<double> out(size());
    for (size_t c = 0; c < components_.size(); ++c)
      if (components_[c].name == last_) out[c] = kLeastWeight;
    out[component] = 1;
    return out;
  }

  std::vector<double> climbed(const std::vector<double>& start, size_t part) const {
    std::vector<Setting> settings;
    for (size_t c = 0; c < components_.size(); ++c)
      settings.push_back({start[c], 0.4, components_[c].name == last_ ? kLeastWeight : 0, 8});
    for (size_t f = 0; f < factors_.size(); ++f) settings.push_back({0, 0.2, -2, 2});
    const auto measure = [&](const std::vector<double>& tried) {
      return measured(tried, part, kParts);
    };
    return climb(settings, kTriesForSetting * settings.size(), kHalvings, measure, enough_)
        .settings;
  }

  // Weights that sum to 1, over the parts.
  void add_normalised(const std::vector<double>& found, std::vector<double>& mean) const {
    double sum = 0;
    for (size_t c = 0; c < components_.size(); ++c) sum += found[c];
    for (size_t i = 0; i < found.size(); ++i)
      mean[i] += found[i] / (i < components_.size() ? sum : 1) / kParts;
  }

  // The mean goal of every `step`th question.
  double measured(const std::vector<double>& settings, size_t first, size_t step) const {
    const auto powers = settings.begin() + static_cast<long>(components_.size());
    const std::vector<float> weights(settings.begin(), powers);
    const auto factor = product(factors_, {powers, settings.end()});
    const size_t count = (pool_.size() + step - 1 - first) / step;
    std::vector<double> each(count);  // summed in order, so that threads don't change it
    constexpr size_t kChunk = 256;
    parallel((count + kChunk - 1) / kChunk, [&](size_t, size_t chunk) {
      for (size_t i = chunk * kChunk; i < std::min(count, (chunk + 1) * kChunk); ++i) {
        const size_t at = first + i * step;
        each[i] = goal_(at, rank_with(pool_[at], weights, factor, k_));
      }
    });
    double sum = 0;
    for (const double one : each) sum += one;
    return count == 0 ? 0 : sum / static_cast<double>(count);
  }

  std::span<const Candidates> pool_;
  std::span<const Component> components_;
  const std::string& last_;
  std::span<const Factor> factors_;
  const size_t k_;
  const ListGoal& goal_;
  const std::function<bool()>& enough_;
};

}  // namespace

LearnedBlend learn_blend(std::span<const Candidates> pool, std::span<const Component> components,
                         const std::string& last, std::span<const Factor> factors, size_t k,
                         const ListGoal& goal, const std::function<bool()>& enough) {
  const Found found = BlendSearch(pool, components, last, factors, k, goal, enough).best();
  LearnedBlend out;
  for (const Component& component : components) out.blend.names.push_back(component.name);
  const auto powers = found.settings.begin() + static_cast<long>(components.size());
  out.blend.weights.assign(found.settings.begin(), powers);
  out.blend.powers.assign(powers, found.settings.end());
  out.goal = found.goal;
  return out;
}

std::vector<std::vector<uint32_t>> rank_blended(std::span<const Component> components,
                                                std::span<const Factor> factors, const Blend& blend,
                                                std::span<const uint32_t> questions, size_t videos,
                                                const Mask& mask, size_t depth, size_t k) {
  std::vector<Component> asked;
  std::vector<float> weights;
  for (const Component& component : components) {
    if (blend.weight_of(component.name) == 0) continue;
    asked.push_back(component);
    weights.push_back(static_cast<float>(blend.weight_of(component.name)));
  }
  const auto factor = product(factors, blend.powers);
  std::vector<std::vector<uint32_t>> out(questions.size());
  constexpr size_t kBatch = 4096;  // whose candidates are kept at a time
  for (size_t first = 0; first < questions.size(); first += kBatch) {
    const auto batch = questions.subspan(first, std::min(kBatch, questions.size() - first));
    const auto pool = candidates_of(asked, batch, videos, mask, depth);
    for (size_t i = 0; i < pool.size(); ++i)
      out[first + i] = rank_with(pool[i], weights, factor, k);
  }
  return out;
}

}  // namespace soleil::eval

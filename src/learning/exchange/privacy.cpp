#include "learning/exchange/privacy.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "learning/exchange/terms.h"

namespace soleil {
namespace {

constexpr int kHalvings = 200;

double normal_below(double x) {
  return std::erfc(-x / std::numbers::sqrt2) / 2;
}

// The x in [low, high] at which a falling function passes `wanted`.
template <class Falling>
double passes(double low, double high, double wanted, const Falling& f) {
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (f(middle) > wanted ? low : high) = middle;
  }
  return high;
}

// A person's part of a release is, for each of their m videos, kCounted and kWatched times the
// share of it over their mean share. Shares lie in [0, 1], so their squares over the mean add up to
// m / 4 at most (Popoviciu), and the length of the whole is the root of m at most.
constexpr double kCounted = 0.6;
const double kWatched = 2 * std::sqrt(1 - kCounted * kCounted);

}  // namespace

double delta_of(double epsilon, double noise) {
  const double mu = 1 / noise;
  return normal_below(mu / 2 - epsilon / mu) -
         std::exp(epsilon) * normal_below(-mu / 2 - epsilon / mu);
}

double epsilon_of(double noise, double delta) {
  return passes(0, kEpsilonMax, delta, [&](double e) { return delta_of(e, noise); });
}

double noise_for(double epsilon, double delta) {
  return std::exp(passes(std::log(1e-3), std::log(1e6), delta,
                         [&](double log_noise) { return delta_of(epsilon, std::exp(log_noise)); }));
}

double composed(std::span<const double> noises) {
  double squares = 0;
  for (const double noise : noises) squares += 1 / (noise * noise);
  return squares > 0 ? 1 / std::sqrt(squares) : std::numeric_limits<double>::infinity();
}

double normal_quantile(double above) {
  return passes(0, 40, above, [](double x) { return normal_below(-x); });
}

double draw_normal(Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.unit()));
  return radius * std::cos(2 * std::numbers::pi * random.unit());
}

size_t ExchangeTerms::releases() const {
  return static_cast<size_t>(std::max<int64_t>(1, budget_ms / std::max<int64_t>(1, every_ms)));
}

// Half of delta is the noise's, half is for that a video is left out which one person fewer would
// have left out too: persons_min holds for the true number, and for the told one with a margin.
ExchangeNoise noise_of(const ExchangeTerms& terms) {
  if (terms.epsilon == 0) return {};
  const auto releases = static_cast<double>(terms.releases());
  const auto videos = static_cast<double>(terms.videos_per_person);
  ExchangeNoise out;
  out.multiplier = noise_for(terms.epsilon, terms.delta / 2) * std::sqrt(releases);
  out.persons = out.multiplier * std::sqrt(videos) / kCounted;
  out.sums = out.multiplier * std::sqrt(videos) / kWatched;
  out.margin = out.persons * normal_quantile(terms.delta / 2 / releases / videos);
  return out;
}

}  // namespace soleil

// The statistics against hand-worked cases, and against themselves: how often they are wrong.
#include "experiments/statistics.h"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.h"
#include "experiments/off_policy.h"

TEST_SUITE_BEGIN("experiments");

namespace soleil {
namespace {

// A viewer: 1 to 40 viewings, long ones at a rate of their own around `rate`.
void add_viewer(SeededRandom& random, double rate, ClusterSums& sums) {
  const auto viewings = static_cast<int>(1 + random.below(40));
  const double own = rate + 0.3 * (random.unit() - 0.5);
  int longs = 0;
  for (int i = 0; i < viewings; ++i) longs += random.unit() < own;
  sums.add(longs, viewings);
}

struct Runs {
  int once = 0, any_time = 0, naive_peeks = 0;  // of the runs, how many saw a difference
};

Runs run(int runs, double other_rate) {
  constexpr int kLooks = 20, kViewersALook = 100;
  Runs out;
  for (int r = 0; r < runs; ++r) {
    SeededRandom random(static_cast<uint64_t>(1'000 + r));
    ClusterSums a, b;
    bool any = false, naive = false, once = false;
    for (int look = 0; look < kLooks; ++look) {
      for (int i = 0; i < kViewersALook; ++i) {
        add_viewer(random, 0.4, a);
        add_viewer(random, other_rate, b);
      }
      const Comparison seen = compare(ratio_of(a), ratio_of(b));
      any |= seen.any_p < kAlpha;
      naive |= seen.p < kAlpha;
      once = seen.p < kAlpha;
    }
    out.once += once;
    out.any_time += any;
    out.naive_peeks += naive;
  }
  return out;
}

}  // namespace

TEST_CASE("a ratio's variance, worked by hand") {
  ClusterSums sums;  // y/x: 1/2, 2/2, 3/4
  sums.add(1, 2);
  sums.add(2, 2);
  sums.add(3, 4);
  const Estimate e = ratio_of(sums);
  CHECK(e.value == doctest::Approx(0.75));
  // residuals y - 0.75 x: -0.5, 0.5, 0 -> 0.5 * 3/2 / 64
  CHECK(e.variance == doctest::Approx(0.5 * 1.5 / 64));
  CHECK(ratio_of({}).value == 0);
}

TEST_CASE("tails, against tables") {
  CHECK(normal_two_sided(1.959964) == doctest::Approx(0.05).epsilon(1e-5));
  CHECK(chi_square_above(3.841459, 1) == doctest::Approx(0.05).epsilon(1e-5));
  CHECK(chi_square_above(5.991465, 2) == doctest::Approx(0.05).epsilon(1e-5));
  CHECK(chi_square_above(7.814728, 3) == doctest::Approx(0.05).epsilon(1e-5));
  CHECK(chi_square_above(9.487729, 4) == doctest::Approx(0.05).epsilon(1e-5));
  CHECK(split_p({500, 500}, {0.5, 0.5}) == doctest::Approx(1));
  CHECK(split_p({600, 400}, {0.5, 0.5}) < 1e-6);
  CHECK(split_p({100, 900, 0}, {0.1, 0.9, 0}) == doctest::Approx(1));
}

TEST_CASE(
    "A/A: looked at once 5 % are seen as different; looked at 20 times, any-time stays below") {
  const Runs runs = run(400, 0.4);
  MESSAGE("A/A of 400: once " << runs.once << ", any time " << runs.any_time << ", naive peeks "
                              << runs.naive_peeks);
  CHECK(runs.once >= 8);  // 5 % of 400 is 20, spread 4.4
  CHECK(runs.once <= 34);
  CHECK(runs.any_time <= 20);
  CHECK(runs.naive_peeks > 60);  // why the console does not show that one while it runs
}

TEST_CASE("A/B: a better arm is found, by both readings, and the interval holds the truth") {
  const Runs runs = run(100, 0.43);
  MESSAGE("A/B of 100: once " << runs.once << ", any time " << runs.any_time);
  CHECK(runs.once >= 95);
  CHECK(runs.any_time >= 90);
}

TEST_CASE("a difference of five spreads is seen at the smallest sample, by both readings") {
  const Estimate first{0.5, 0.0001, 120}, other{0.5 + 5 * std::sqrt(0.0002), 0.0001, 120};
  const Comparison seen = compare(first, other);
  CHECK(seen.enough);
  CHECK(seen.p < 1e-5);
  CHECK(seen.any_p < 0.01);
  CHECK(seen.any_low > 0);
  CHECK(seen.any_low < seen.low);
}

TEST_CASE("too few viewers decide nothing, and the needed number is told") {
  SeededRandom random(3);
  ClusterSums few, many;
  for (int i = 0; i < 99; ++i) add_viewer(random, 0.4, few);
  for (int i = 0; i < 4'000; ++i) add_viewer(random, 0.4, many);
  CHECK_FALSE(compare(ratio_of(few), ratio_of(many)).enough);
  const double needed = viewers_needed(ratio_of(many), 0.03 / 0.4);
  CHECK(needed > 100);
  CHECK(needed < 2'000);
}

namespace {

// A world whose truth is known: five videos, contexts that shift what is good, two softmax recipes.
struct LoggedWorld {
  static constexpr size_t kVideos = 5;
  SeededRandom random;
  explicit LoggedWorld(uint64_t seed) : random(seed) {}
  double truth = 0;  // of the other recipe, over the places so far
  int places = 0;
  double lie = 1;  // what told propensities are multiplied with

  std::array<double, kVideos> softmax(const std::array<double, kVideos>& values,
                                      double heat) const {
    std::array<double, kVideos> out{};
    double sum = 0;
    for (size_t i = 0; i < kVideos; ++i) sum += out[i] = std::exp(values[i] / heat);
    for (double& one : out) one /= sum;
    return out;
  }
  LoggedPlace place(ViewerId viewer, double mood) {
    std::array<double, kVideos> good{}, mine{}, others{}, expected{};
    for (size_t i = 0; i < kVideos; ++i) {
      good[i] = 0.1 + 0.6 * random.unit();
      mine[i] = 0.5 * good[i] + 0.5 * random.unit();
      others[i] = 0.9 * good[i] + 0.1 * random.unit();
      expected[i] = 0.2 + 0.4 * good[i] + 0.1 * random.unit();  // wrong, but tells something
    }
    const auto serves = softmax(mine, 0.2), judges = softmax(others, 0.2);
    size_t given = 0;
    for (double at = random.unit(); given + 1 < kVideos && at >= serves[given]; ++given)
      at -= serves[given];
    const auto earns = [&](size_t i) { return std::clamp(good[i] + mood, 0.0, 1.0); };
    LoggedPlace out{viewer, std::min(1.0, serves[given] * lie), expected[given], judges[given]};
    for (size_t i = 0; i < kVideos; ++i) {
      truth += judges[i] * earns(i);
      out.odds_expected += judges[i] * expected[i];
    }
    ++places;
    out.rewards[0] = random.unit() < earns(given) ? 1 : 0;
    return out;
  }
};

struct Covered {
  int ips = 0, snips = 0, dr = 0, sound = 0;
  double dr_spread = 0, ips_spread = 0, as_it_was = 0, truth = 0;
};

Covered cover(int worlds, double lie) {
  Covered out;
  for (int w = 0; w < worlds; ++w) {
    LoggedWorld world(static_cast<uint64_t>(w + 1));
    world.lie = lie;
    OffPolicy log;
    for (uint64_t v = 1; v <= 300; ++v) {
      const double mood = 0.3 * (world.random.unit() - 0.5);
      const auto seen = 1 + world.random.below(20);
      for (uint64_t i = 0; i < seen; ++i) log.add(world.place(ViewerId{v}, mood));
    }
    const double truth = world.truth / world.places;
    const OffPolicyEstimate e = log.estimate(0);
    const auto holds = [&](const Estimate& one) {
      return one.low() <= truth && truth <= one.high();
    };
    out.ips += holds(e.ips);
    out.snips += holds(e.snips);
    out.dr += holds(e.dr);
    out.sound += e.sound();
    out.ips_spread += e.ips.variance;
    out.dr_spread += e.dr.variance;
    out.as_it_was += e.as_it_was.value / worlds;
    out.truth += truth / worlds;
  }
  return out;
}

}  // namespace

TEST_CASE("off-policy intervals hold what the other recipe would have earned") {
  const Covered c = cover(200, 1);
  MESSAGE("of 200: ips " << c.ips << " snips " << c.snips << " dr " << c.dr << " sound " << c.sound
                         << "; as it was " << c.as_it_was << ", truth " << c.truth
                         << ", variance dr/ips " << c.dr_spread / c.ips_spread);
  CHECK(c.ips >= 180);
  CHECK(c.snips >= 180);
  CHECK(c.dr >= 180);
  CHECK(c.sound >= 180);
  CHECK(c.dr_spread < c.ips_spread);
  CHECK(c.truth > c.as_it_was + 0.02);  // or there would be nothing to see
}

TEST_CASE("wrong propensities show: the weights no longer have the mean 1") {
  const Covered c = cover(50, 0.8);
  CHECK(c.sound <= 5);
}

TEST_SUITE_END();

}  // namespace soleil

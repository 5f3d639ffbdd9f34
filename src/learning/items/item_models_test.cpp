#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "learning/items/alternating_factors.h"
#include "learning/items/cosine_filter.h"
#include "learning/items/linear_algebra.h"
#include "learning/items/neighbour_systems.h"
#include "learning/items/ridge_model.h"
#include "learning/items/spectral_filter.h"
#include "learning/items/viewer_neighbours.h"

namespace soleil {
namespace {

constexpr size_t kViewers = 60, kVideos = 25;

VideoLists random_lists(uint64_t seed, double density = 0.1) {
  SeededRandom random(seed);
  std::vector<std::pair<uint32_t, uint32_t>> rows;
  for (uint32_t viewer = 0; viewer < kViewers; ++viewer)
    for (uint32_t video = 0; video < kVideos; ++video)
      if (random.unit() < density + 0.5 * ((viewer + video) % 5 == 0))
        rows.emplace_back(viewer, video);
  return VideoLists(rows, kViewers);
}

std::vector<float> weights_of(const ItemWeights& weights) {
  std::vector<float> out(kVideos * kVideos);
  for (uint32_t video = 0; video < kVideos; ++video) {
    const Watch one{video, 1};
    weights.add_scores(std::span(&one, 1), std::span(out).subspan(video * kVideos, kVideos));
  }
  return out;
}

// Plain Gauss elimination with pivots: x of a x = b, in double.
std::vector<double> solve_slowly(std::vector<std::vector<double>> a, std::vector<double> b) {
  const size_t n = b.size();
  for (size_t c = 0; c < n; ++c) {
    size_t pivot = c;
    for (size_t r = c; r < n; ++r)
      if (std::abs(a[r][c]) > std::abs(a[pivot][c])) pivot = r;
    std::swap(a[c], a[pivot]);
    std::swap(b[c], b[pivot]);
    for (size_t r = 0; r < n; ++r) {
      if (r == c) continue;
      const double factor = a[r][c] / a[c][c];
      for (size_t k = c; k < n; ++k) a[r][k] -= factor * a[c][k];
      b[r] -= factor * b[c];
    }
  }
  for (size_t c = 0; c < n; ++c) b[c] /= a[c][c];
  return b;
}

// What each watched video says about `target`, by regression on all the others.
std::vector<double> ridge_slowly(const VideoLists& signal, const VideoLists& wanted,
                                 uint32_t target, const RidgePenalty& penalty) {
  std::vector<float> watched(kVideos);
  for (const uint32_t video : signal.all()) ++watched[video];
  const auto penalties = ridge_penalties(watched, penalty);
  std::vector<std::vector<double>> a(kVideos, std::vector<double>(kVideos));
  std::vector<double> b(kVideos);
  for (uint32_t viewer = 0; viewer < kViewers; ++viewer)
    for (const uint32_t i : signal.of(viewer)) {
      b[i] += wanted.has(viewer, target);
      for (const uint32_t j : signal.of(viewer)) a[i][j] += 1;
    }
  for (size_t i = 0; i < kVideos; ++i) a[i][i] += penalties[i];
  for (size_t i = 0; i < kVideos; ++i) a[i][target] = a[target][i] = i == target;
  b[target] = 0;
  return solve_slowly(a, b);
}

void check_ridge(const ItemWeights& fitted, const VideoLists& signal, const VideoLists& wanted,
                 const RidgePenalty& penalty) {
  const auto weights = weights_of(fitted);
  for (uint32_t target = 0; target < kVideos; ++target) {
    const auto slow = ridge_slowly(signal, wanted, target, penalty);
    for (size_t i = 0; i < kVideos; ++i)
      CHECK(std::abs(weights[i * kVideos + target] - slow[i]) < 1e-4);
  }
}

}  // namespace

TEST_SUITE_BEGIN("items");

TEST_CASE("the exact ridge model is each video's regression on the others") {
  const VideoLists lists = random_lists(1), other = random_lists(2);
  const RidgePenalty penalty{2, 0.5};
  check_ridge(fit_ridge(lists, lists, kVideos, {penalty, 0}), lists, lists, penalty);
  check_ridge(fit_ridge(lists, other, kVideos, {penalty, 0}), lists, other, penalty);
}

TEST_CASE("with all videos as neighbours the local ridge model is the exact one") {
  const VideoLists lists = random_lists(3, 0.4);  // every two videos share a viewer
  const std::vector<RidgePenalty> penalties = {{1, 0}, {4, 1}};
  const auto fitted = fit_local_ridge(lists, kVideos, 0, kVideos, penalties);
  REQUIRE(fitted.size() == 2);
  for (size_t p = 0; p < 2; ++p) check_ridge(fitted[p], lists, lists, penalties[p]);
}

TEST_CASE("equations of neighbours are the same whether pairs are kept or counted anew") {
  const VideoLists lists = random_lists(5);
  const CoCounts counts(lists, lists, kVideos, 0.5);
  CoCounts::Scratch scratch = counts.scratch();
  std::vector<std::vector<float>> pairs(kVideos, std::vector<float>(kVideos));
  std::vector<Weight> column;
  for (uint32_t video = 0; video < kVideos; ++video) {
    counts.column(video, scratch, column);
    for (const Weight& one : column) pairs[video][one.video] = one.weight;
  }
  for (const size_t kept : {0, 9, 25}) {
    const NeighbourSystems systems(counts, kept * kVideos * sizeof(float));
    System system = systems.space();
    for (uint32_t video = 0; video < kVideos; ++video) {
      systems.fill(video, 8, system);
      const size_t n = system.near.size();
      REQUIRE(n == 8);
      for (size_t i = 0; i < n; ++i) {
        CHECK(system.right[i] == doctest::Approx(pairs[video][system.near[i]]));
        for (size_t j = 0; j < n; ++j)
          CHECK(system.matrix[i * n + j] == doctest::Approx(pairs[system.near[i]][system.near[j]]));
      }
    }
  }
}

TEST_CASE("viewers alike by hand") {
  // The history shares video 0 with both others, 1 with the first only.
  const VideoLists lists({{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 3}, {2, 4}}, 3);
  const std::vector<std::vector<Watch>> history = {{{0, 1}, {1, 1}}};
  std::vector<float> scores(5);
  ViewerNeighbours(lists, 5, {1, 1, 2}).score(history, scores);
  CHECK(scores[2] == doctest::Approx((1 / 2.0 + 1) / 3));
  CHECK(scores[3] == doctest::Approx(1 / 2.0 / 2));
  CHECK(scores[4] == 0);
  std::ranges::fill(scores, 0.f);
  ViewerNeighbours(lists, 5, {1, 1, 1}).score(history, scores);
  CHECK(scores[3] == 0);
}

TEST_CASE("the cosine filter by hand") {
  // Two viewers share videos 0 and 1; one of them has watched 2 as well.
  const VideoLists lists({{0, 0}, {0, 1}, {1, 0}, {1, 1}, {1, 2}}, 2);
  const auto near = fit_cosine(lists, 3, {0, 0.5, 0.5, 10}).neighbours(0, 5);
  REQUIRE(near.size() == 2);
  CHECK(near[0].video == 1);
  CHECK(near[0].weight == doctest::Approx(2 / std::sqrt(2.0 * 2.0)));
  CHECK(near[1].weight == doctest::Approx(1 / std::sqrt(2.0 * 1.0)));
  CHECK(fit_cosine(lists, 3, {0, 0.5, 0.5, 1}).neighbours(2, 5).size() == 0);
}

TEST_CASE("a spectral filter of full rank gives the history back; of low rank it is a projection") {
  const VideoLists lists = random_lists(4);
  const SpectralFilter filter(lists, kVideos, {kVideos, 0.5, 0.5, 1});
  std::vector<std::vector<Watch>> history = {{{3, 1}, {7, 1}}};
  std::vector<float> scores(kVideos);
  filter.score(history, {kVideos, 0.5, 0}, scores);
  for (size_t video = 0; video < kVideos; ++video)
    CHECK(std::abs(scores[video] - (video == 3 || video == 7)) < 1e-3);
  // Projecting twice is projecting once (in the normalised space: viewers^0.5 in, 0 out).
  std::vector<float> once(kVideos), twice(kVideos), count(kVideos);
  for (const uint32_t video : lists.all()) ++count[video];
  filter.score(history, {4, 0, 0}, once);
  std::vector<std::vector<Watch>> again(1);
  for (uint32_t video = 0; video < kVideos; ++video)
    again[0].push_back({video, once[video] * std::sqrt(count[video])});
  filter.score(again, {4, 0, 0}, twice);
  for (size_t video = 0; video < kVideos; ++video)
    CHECK(std::abs(once[video] - twice[video]) < 1e-3);
}

// Each viewer shares evenly among the own videos what those got of the history's: by hand.
std::vector<double> smoothed(const VideoLists& lists, const std::vector<Watch>& history) {
  std::vector<double> count(kVideos), out(kVideos);
  for (const uint32_t video : lists.all()) ++count[video];
  for (uint32_t viewer = 0; viewer < lists.viewers(); ++viewer) {
    double sum = 0;
    for (const Watch& watch : history)
      sum += lists.has(viewer, watch.video) * watch.value / count[watch.video];
    const auto own = lists.of(viewer);
    for (const uint32_t video : own) out[video] += sum / static_cast<double>(own.size());
  }
  return out;
}

TEST_CASE("a spectral filter of full rank and power 1 is the linear filter; powers add up") {
  const VideoLists lists = random_lists(6);
  const SpectralFilter filter(lists, kVideos, {kVideos, 0.5, 0.5, 1});
  std::vector<float> half(kVideos), whole(kVideos), again(kVideos);
  const std::vector<std::vector<Watch>> history = {{{3, 1}, {7, 1}}};
  filter.score(history, {kVideos, 0.5, 1}, whole);
  // The largest singular value of this normalisation is 1 (that of the roots of the counts).
  const auto slow = smoothed(lists, history[0]);
  for (size_t video = 0; video < kVideos; ++video)
    CHECK(std::abs(whole[video] - slow[video]) < 1e-3);
  filter.score(history, {kVideos, 0.5, 0.5}, half);
  std::vector<std::vector<Watch>> next(1);
  for (uint32_t video = 0; video < kVideos; ++video) next[0].push_back({video, half[video]});
  filter.score(next, {kVideos, 0.5, 0.5}, again);
  for (size_t video = 0; video < kVideos; ++video)
    CHECK(std::abs(again[video] - whole[video]) < 1e-3);
}

TEST_CASE("alternating factors: at the end each viewer's vector solves its equations") {
  const VideoLists lists = random_lists(8);
  const FactorSettings settings{4, 300, 3, 0.02, 1};
  const AlternatingFactors factors(lists, kVideos, settings);
  const double absent = settings.absent * static_cast<double>(lists.rows()) / (kViewers * kVideos);
  for (const uint32_t viewer : {0U, 7U, 59U}) {
    const auto met = static_cast<double>(lists.of(viewer).size());
    const double own = settings.penalty * (met + absent * kVideos);
    std::vector<std::vector<double>> a(4, std::vector<double>(4));
    std::vector<double> b(4);
    for (size_t i = 0; i < 4; ++i) a[i][i] = own;
    for (uint32_t video = 0; video < kVideos; ++video) {
      const auto h = factors.video(video);
      const double weight = absent + lists.has(viewer, video);
      for (size_t i = 0; i < 4; ++i) {
        b[i] += lists.has(viewer, video) * h[i];
        for (size_t j = 0; j < 4; ++j) a[i][j] += weight * h[i] * h[j];
      }
    }
    const auto x = solve_slowly(a, b);
    for (size_t i = 0; i < 4; ++i) CHECK(std::abs(factors.viewer(viewer)[i] - x[i]) < 1e-3);
  }
}

TEST_CASE("alternating factors: what groups watch is offered to them; strangers get nothing") {
  const VideoLists lists = random_lists(9);
  const AlternatingFactors factors(lists, kVideos, {8, 12, 8, 0.005, 1});
  const std::vector<uint32_t> viewers = {10, kViewers};
  std::vector<float> scores(2 * kVideos);
  factors.score(viewers, scores);
  float own = 0, others = 0;
  for (uint32_t video = 0; video < kVideos; ++video) {
    ((10 + video) % 5 == 0 ? own : others) += scores[video];
    CHECK(scores[kVideos + video] == 0);
  }
  CHECK(own / 5 > 2 * others / 20);
}

TEST_CASE("a matrix that is not definite is refused") {
  std::vector<float> a = {1, 2, 2, 1}, b = {1, 1};
  auto copy = a;
  CHECK_FALSE(invert_definite(copy, 2));
  CHECK_FALSE(solve_definite(a, b));
}

TEST_SUITE_END();

}  // namespace soleil

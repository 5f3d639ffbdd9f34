#include "learning/eval/metrics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/random.h"

namespace soleil::eval {
namespace {

double log2_gain(size_t place) {
  return 1 / std::log2(place + 2.0);
}

// The definitions read aloud, without sorting tricks: what metrics.cpp must agree with.
RankingFigures slow_ranking(const std::vector<uint32_t>& ranked,
                            const std::vector<uint32_t>& relevant, size_t k) {
  double hits = 0, dcg = 0, ideal = 0;
  for (size_t place = 0; place < k && place < ranked.size(); ++place)
    for (const uint32_t wanted : relevant)
      if (ranked[place] == wanted) hits += 1, dcg += log2_gain(place);
  for (size_t place = 0; place < k && place < relevant.size(); ++place) ideal += log2_gain(place);
  return {hits / relevant.size(), dcg / ideal};
}

double slow_auc(const std::vector<float>& scores, const std::vector<uint8_t>& positive) {
  double good = 0, pairs = 0;
  for (size_t i = 0; i < scores.size(); ++i)
    for (size_t j = 0; j < scores.size(); ++j) {
      if (!positive[i] || positive[j]) continue;
      ++pairs;
      good += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
    }
  return pairs ? good / pairs : 0.5;
}

// The mean over every order of the rows that the scores allow.
double slow_ndcg5(const std::vector<float>& scores, const std::vector<uint8_t>& positive) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  double sum = 0, orders = 0, ideal = 0;
  const size_t positives = std::ranges::count(positive, 1);
  for (size_t place = 0; place < std::min<size_t>(5, positives); ++place) ideal += log2_gain(place);
  do {
    if (!std::ranges::is_sorted(order, std::greater(), [&](size_t i) { return scores[i]; }))
      continue;
    ++orders;
    for (size_t place = 0; place < std::min<size_t>(5, order.size()); ++place)
      sum += positive[order[place]] * log2_gain(place);
  } while (std::ranges::next_permutation(order).found);
  return positives ? sum / orders / ideal : 0;
}

struct Impressions {
  std::vector<uint32_t> viewers;
  std::vector<float> scores;
  std::vector<uint8_t> positive;
};

Impressions random_impressions(SeededRandom& random) {
  Impressions out;
  const size_t rows = 1 + random.below(21);
  for (uint32_t i = 0; i < rows; ++i) {
    out.viewers.push_back(i % 3);  // at most 7 rows each: the oracle tries all orders
    out.scores.push_back(static_cast<float>(random.below(4)));
    out.positive.push_back(random.below(3) == 0);
  }
  return out;
}

ImpressionFigures slow_impressions(const Impressions& all) {
  std::map<uint32_t, Impressions> by_viewer;
  for (size_t i = 0; i < all.viewers.size(); ++i) {
    Impressions& own = by_viewer[all.viewers[i]];
    own.scores.push_back(all.scores[i]);
    own.positive.push_back(all.positive[i]);
  }
  ImpressionFigures out;
  double weight = 0;
  for (const auto& [viewer, own] : by_viewer) {
    const size_t positives = std::ranges::count(own.positive, 1);
    out.ndcg5 += slow_ndcg5(own.scores, own.positive) / by_viewer.size();
    if (!positives || positives == own.positive.size()) continue;
    out.gauc += positives * slow_auc(own.scores, own.positive);
    weight += positives;
  }
  if (weight > 0) out.gauc /= weight;
  out.primary = (out.gauc + out.ndcg5) / 2;
  return out;
}

}  // namespace

TEST_SUITE_BEGIN("eval");

TEST_CASE("recall and ndcg of a list worked by hand") {
  const std::vector<uint32_t> ranked = {7, 3, 9, 1}, relevant = {1, 3, 8};
  const RankingFigures at3 = ranking_figures(ranked, relevant, 3);
  CHECK(at3.recall == doctest::Approx(1.0 / 3));
  CHECK(at3.ndcg == doctest::Approx(0.63093 / (1 + 0.63093 + 0.5)).epsilon(1e-4));
  const RankingFigures at4 = ranking_figures(ranked, relevant, 4);
  CHECK(at4.recall == doctest::Approx(2.0 / 3));
  const std::vector<uint32_t> perfect = {8, 1, 3};
  CHECK(ranking_figures(perfect, relevant, 20).ndcg == doctest::Approx(1));
  // More relevant videos than places: a full list of hits is perfect by ndcg, not by recall.
  CHECK(ranking_figures(perfect, relevant, 2).ndcg == doctest::Approx(1));
  CHECK(ranking_figures(perfect, relevant, 2).recall == doctest::Approx(2.0 / 3));
}

TEST_CASE("the next item's figures by hand") {
  CHECK(next_figures(0, 10).ndcg == doctest::Approx(1));
  CHECK(next_figures(2, 10).ndcg == doctest::Approx(0.5));
  CHECK(next_figures(9, 10).hit == 1);
  CHECK(next_figures(10, 10).hit == 0);
  CHECK(next_figures(10, 10).ndcg == 0);
}

TEST_CASE("impression figures by hand: weights, viewers that don't count, equal scores") {
  // 1: positive above negative. 2: none positive. 3: all positive. 4: two positives, tied with a
  // negative and below another one.
  const std::vector<uint32_t> viewers = {1, 1, 2, 2, 3, 4, 4, 4, 4};
  const std::vector<float> scores = {2, 1, 5, 6, 1, 3, 2, 2, 2};
  const std::vector<uint8_t> positive = {1, 0, 0, 0, 1, 0, 1, 0, 1};
  const ImpressionFigures figures = impression_figures(viewers, scores, positive);
  CHECK(figures.viewers == 4);
  CHECK(figures.viewers_ranked == 2);
  CHECK(figures.gauc == doctest::Approx((1 * 1.0 + 2 * 0.25) / 3));
  const double tied = (2.0 / 3) * (0.63093 + 0.5 + 0.43068) / (1 + 0.63093);
  CHECK(figures.ndcg5 == doctest::Approx((1 + 0 + 1 + tied) / 4).epsilon(1e-4));
  CHECK(figures.primary == doctest::Approx((figures.gauc + figures.ndcg5) / 2));
}

TEST_CASE("ranking figures agree with the slow oracle") {
  SeededRandom random(11);
  for (int round = 0; round < 500; ++round) {
    std::vector<uint32_t> catalogue(2 + random.below(40));
    std::iota(catalogue.begin(), catalogue.end(), 0u);
    for (size_t i = catalogue.size(); i > 1; --i)
      std::swap(catalogue[i - 1], catalogue[random.below(i)]);
    std::vector<uint32_t> relevant;
    for (const uint32_t video : catalogue)
      if (random.below(4) == 0) relevant.push_back(video);
    if (relevant.empty()) relevant.push_back(catalogue.back());
    std::ranges::sort(relevant);
    const size_t k = 1 + random.below(25);
    const auto fast = ranking_figures(catalogue, relevant, k);
    const auto slow = slow_ranking(catalogue, relevant, k);
    CHECK(fast.recall == doctest::Approx(slow.recall));
    CHECK(fast.ndcg == doctest::Approx(slow.ndcg));
  }
}

TEST_CASE("impression figures agree with the slow oracle") {
  SeededRandom random(12);
  for (int round = 0; round < 60; ++round) {
    const Impressions rows = random_impressions(random);
    const auto fast = impression_figures(rows.viewers, rows.scores, rows.positive);
    const auto slow = slow_impressions(rows);
    CHECK(fast.gauc == doctest::Approx(slow.gauc));
    CHECK(fast.ndcg5 == doctest::Approx(slow.ndcg5));
    CHECK(fast.primary == doctest::Approx(slow.primary));
    CHECK(fast.auc == doctest::Approx(slow_auc(rows.scores, rows.positive)));
  }
}

TEST_SUITE_END();

}  // namespace soleil::eval

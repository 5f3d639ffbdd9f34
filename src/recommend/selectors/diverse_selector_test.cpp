// What the selector says of its odds is how often it happens.
#include "recommend/selectors/diverse_selector.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>

TEST_SUITE_BEGIN("recommend");

namespace soleil {
namespace {

constexpr DiverseSelector::Weights kWeights{0.1, 0.1, 5, 0.3, 0.02, 0.05, 0.3, 0.5};

Candidate candidate(uint64_t id, double score, bool owed = false, float exposures = 0) {
  Candidate out{.id = VideoId{id}};
  static const std::string kOdd = "odd", kEven = "even";
  out.card.id = out.id;
  out.card.author = AccountId{100 + id};
  out.card.tag_words[0] = id % 2 ? &kOdd : &kEven;
  out.card.tag_count = 1;
  out.score = score;
  out.explores = owed;
  out.exposures = exposures;
  out.prediction.watch[0] = static_cast<float>(score);
  return out;
}

// Near-equals, one far behind, and three that are owed exposure.
Candidates some() {
  Candidates out;
  for (uint64_t i = 1; i <= 6; ++i)
    out.push_back(candidate(i, 0.5 + 0.01 * static_cast<double>(i)));
  out.push_back(candidate(7, 0.1));
  out.push_back(candidate(8, 0.4, true, 0));
  out.push_back(candidate(9, 0.4, true, 20));
  out.push_back(candidate(10, 0.55, true, 29));
  return out;
}

std::vector<VideoId> ids(const Candidates& page) {
  std::vector<VideoId> out;
  for (const Candidate& one : page) out.push_back(one.id);
  return out;
}

Query query(uint64_t seed, size_t count = 3) {
  Query out;
  out.seed = seed;
  out.count = count;
  return out;
}

double odds_of_first(const Candidates& candidates, uint64_t id) {
  return DiverseSelector(kWeights).judge(query(1, 1), candidates, {VideoId{id}})[0].odds;
}

}  // namespace

TEST_CASE("propensities are the frequencies, at each place given those before") {
  const DiverseSelector selector(kWeights);
  struct Seen {
    int times = 0;
    double told = 0;
  };
  std::map<std::vector<VideoId>, std::map<VideoId, Seen>> after;  // by the places before
  for (uint64_t seed = 0; seed < 30'000; ++seed) {
    std::vector<VideoId> before;
    for (const Candidate& one : selector.select(query(seed), some())) {
      Seen& seen = after[before][one.id];
      if (seen.times++) CHECK(seen.told == doctest::Approx(one.propensity));
      seen.told = one.propensity;
      before.push_back(one.id);
    }
  }
  int compared = 0;
  for (const auto& [before, given] : after) {
    double times = 0;
    for (const auto& [id, seen] : given) times += seen.times;
    if (times < 2'000) continue;
    for (const auto& [id, seen] : given) {
      const double spread = std::sqrt(seen.told * (1 - seen.told) / times);
      CHECK(std::abs(seen.times / times - seen.told) < 4.5 * spread + 1e-9);
      ++compared;
    }
  }
  CHECK(compared > 20);
}

TEST_CASE("judging one's own page gives its propensities") {
  const DiverseSelector selector(kWeights);
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const Candidates page = selector.select(query(seed, 8), some());
    const auto judged = selector.judge(query(seed, 8), some(), ids(page));
    REQUIRE(judged.size() == page.size());
    for (size_t i = 0; i < page.size(); ++i)
      CHECK(judged[i].odds == doctest::Approx(page[i].propensity).epsilon(1e-12));
  }
}

TEST_CASE("odds add up to 1, and without heat or exploration the best is certain") {
  double sum = 0;
  for (uint64_t id = 1; id <= 10; ++id) sum += odds_of_first(some(), id);
  CHECK(sum == doctest::Approx(1));
  const DiverseSelector sure({0.1, 0.1, 5, 0, 0, 0.05, 0.3, 0.5});
  const Candidates page = sure.select(query(3), some());
  CHECK(page[0].id == VideoId{6});
  for (const Candidate& one : page) CHECK(one.propensity == 1);
}

TEST_CASE(
    "exploration goes to the unknown first, to the bad later, to the late before it is over") {
  CHECK(odds_of_first(some(), 8) > 3 * odds_of_first(some(), 9));
  Candidates bad = some();
  bad[7].score = 0;
  CHECK(odds_of_first(bad, 8) < 0.5 * odds_of_first(some(), 8));
  CHECK(odds_of_first(bad, 8) > 0);
  bad[7].waited = 1;
  CHECK(odds_of_first(bad, 8) > odds_of_first(bad, 9));
}

TEST_CASE("a draw takes each by its share") {
  std::vector<Odds> odds = {{4, 0.0}, {5, std::log(3.0)}};
  soften(odds, 1);
  CHECK(odds[0].value == doctest::Approx(0.25));
  CHECK(draw(odds, 0.2499) == 4);
  CHECK(draw(odds, 0.2501) == 5);
  CHECK(draw(odds, 1.0) == 5);
  odds = {{1, 0}, {2, -1}, {3, std::nan("")}};
  soften(odds, 0.01);  // out of reach, and never a number that is none
  CHECK(odds.size() == 1);
}

TEST_SUITE_END();

}  // namespace soleil

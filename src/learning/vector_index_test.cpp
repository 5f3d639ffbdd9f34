#include "learning/vector_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/random.h"

TEST_SUITE_BEGIN("learning");

namespace soleil {
namespace {

Vector drawn(SeededRandom& random) {
  Vector out;
  for (float& x : out) x = static_cast<float>(random.unit() * 2 - 1);
  return out;
}

bool anything(uint64_t) {
  return true;
}

std::set<uint64_t> keys_of(const std::vector<VectorIndex::Match>& matches) {
  std::set<uint64_t> out;
  for (const auto& match : matches) out.insert(match.key);
  return out;
}

std::vector<uint64_t> by_scan(const std::map<uint64_t, Vector>& all, const Vector& query,
                              size_t count) {
  std::vector<std::pair<float, uint64_t>> order;
  for (const auto& [key, vector] : all) order.push_back({-dot(query, vector), key});
  std::sort(order.begin(), order.end());
  std::vector<uint64_t> out;
  for (size_t i = 0; i < std::min(count, order.size()); ++i) out.push_back(order[i].second);
  return out;
}

}  // namespace

TEST_CASE("the index finds what a scan finds, through inserts, moves and erasures") {
  SeededRandom random(5);
  VectorIndex index;
  std::map<uint64_t, Vector> all;
  for (int i = 0; i < 12'000; ++i) {
    const uint64_t key = 1 + random.below(6'000);
    if (random.below(4) == 0) {
      index.erase(key);
      all.erase(key);
    } else {
      index.put(key, all[key] = drawn(random));
    }
  }
  REQUIRE(index.size() == all.size());
  CHECK(index.cells() > 4);
  size_t found = 0, wanted = 0;
  for (int i = 0; i < 50; ++i) {
    const Vector query = drawn(random);
    const auto matches = index.search(query, 50, anything, all.size());
    const auto keys = keys_of(matches);
    REQUIRE(keys.size() == 50);
    for (const auto& match : matches)
      CHECK(match.dot == doctest::Approx(dot(query, all.at(match.key))).epsilon(0.01));
    for (const uint64_t key : by_scan(all, query, 50)) found += keys.contains(key);
    wanted += 50;
  }
  CHECK(static_cast<double>(found) > 0.98 * static_cast<double>(wanted));  // half precision
}

TEST_CASE("the index gives the best first, none twice, and only what is wanted") {
  SeededRandom random(6);
  VectorIndex index;
  for (uint64_t key = 1; key <= 3'000; ++key) index.put(key, drawn(random));
  const auto matches = index.search(
      drawn(random), 100, [](uint64_t key) { return key % 3 == 0; }, 3'000);
  REQUIRE(matches.size() == 100);
  CHECK(keys_of(matches).size() == 100);
  for (size_t i = 0; i < matches.size(); ++i) {
    CHECK(matches[i].key % 3 == 0);
    if (i) CHECK(matches[i].dot <= matches[i - 1].dot);
  }
  CHECK(index.search(drawn(random), 0, anything).empty());
  CHECK(VectorIndex().search(drawn(random), 5, anything).empty());
}

TEST_CASE("equal vectors and numbers that are none do the index no harm") {
  VectorIndex index;
  Vector same{};
  same[3] = 1;
  for (uint64_t key = 1; key <= 2'000; ++key) index.put(key, same);
  CHECK(index.search(same, 2'000, anything).size() == 2'000);
  Vector broken{};
  broken[0] = std::numeric_limits<float>::quiet_NaN();
  index.put(7, broken);
  index.put(5'000, broken);
  CHECK(index.size() == 2'000);
}

}  // namespace soleil

TEST_SUITE_END();

#include "learning/vector_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
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
  size_t found = 0, wanted = 0;
  for (int i = 0; i < 50; ++i) {
    const Vector query = drawn(random);
    const auto matches = index.search(query, 100, anything);
    const auto keys = keys_of(matches);
    REQUIRE(keys.size() == 100);
    for (const auto& match : matches)
      CHECK(std::abs(match.dot - dot(query, all.at(match.key))) < 0.05);
    for (const uint64_t key : by_scan(all, query, 100)) found += keys.contains(key);
    wanted += 100;
  }
  CHECK(static_cast<double>(found) >= 0.95 * static_cast<double>(wanted));
}

TEST_CASE("the index gives the best first, none twice, and only what is wanted") {
  SeededRandom random(6);
  VectorIndex index;
  for (uint64_t key = 1; key <= 3'000; ++key) index.put(key, drawn(random));
  const auto matches = index.search(drawn(random), 100, [](uint64_t key) { return key % 3 == 0; });
  REQUIRE(matches.size() == 100);
  CHECK(keys_of(matches).size() == 100);
  for (size_t i = 0; i < matches.size(); ++i) {
    CHECK(matches[i].key % 3 == 0);
    if (i) CHECK(matches[i].dot <= matches[i - 1].dot);
  }
  CHECK(index.search(drawn(random), 5, [](uint64_t key) { return key == 1'234; }).size() == 1);
  CHECK(index.search(drawn(random), 0, anything).empty());
  CHECK(VectorIndex().search(drawn(random), 5, anything).empty());
}

TEST_CASE("the same operations in the same order give the same answers") {
  VectorIndex one, other;
  for (VectorIndex* index : {&one, &other}) {
    SeededRandom random(7);
    for (int i = 0; i < 5'000; ++i) {
      const uint64_t key = 1 + random.below(2'000);
      if (random.below(5) == 0)
        index->erase(key);
      else
        index->put(key, drawn(random));
    }
  }
  SeededRandom random(8);
  for (int i = 0; i < 20; ++i) {
    const Vector query = drawn(random);
    const auto a = one.search(query, 60, anything, 60), b = other.search(query, 60, anything, 60);
    REQUIRE(a.size() == b.size());
    for (size_t at = 0; at < a.size(); ++at) {
      CHECK(a[at].key == b[at].key);
      CHECK(a[at].dot == b[at].dot);
    }
  }
}

TEST_CASE("a vector that hardly moved stays where it is, one that moved is found anew") {
  VectorIndex index;
  Vector vector{};
  vector[3] = 1;
  index.put(9, vector);
  const float before = index.search(vector, 1, anything).front().dot;
  Vector near = vector;
  near[3] = 1.05F;
  index.put(9, near);
  CHECK(index.search(vector, 1, anything).front().dot == before);
  vector[3] = 2;
  index.put(9, vector);
  CHECK(index.search(vector, 1, anything).front().dot == doctest::Approx(4).epsilon(0.01));
  CHECK(index.size() == 1);
}

TEST_CASE("equal vectors and numbers that are none do the index no harm") {
  VectorIndex index;
  Vector same{};
  same[3] = 1;
  for (uint64_t key = 1; key <= 2'000; ++key) index.put(key, same);
  CHECK(index.search(same, 2'000, anything).size() > 1'800);  // without the noise: few
  Vector broken{};
  broken[0] = std::numeric_limits<float>::quiet_NaN();
  index.put(7, broken);
  index.put(5'000, broken);
  broken[0] = 1e30F;
  index.put(5'001, broken);
  CHECK(index.size() == 2'000);
}

}  // namespace soleil

TEST_SUITE_END();

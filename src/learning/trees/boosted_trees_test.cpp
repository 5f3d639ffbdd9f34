#include "learning/trees/boosted_trees.h"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.h"
#include "learning/trees/bins.h"

TEST_SUITE_BEGIN("trees");

namespace soleil {
namespace {

// Two numbers that mean something together only, one that means nothing, one often unknown.
struct World {
  FeatureTable table{4};
  std::vector<uint8_t> positive;
  explicit World(uint64_t seed, size_t rows = 4'000) {
    SeededRandom random(seed);
    for (size_t i = 0; i < rows; ++i) {
      const auto x = static_cast<float>(random.unit()), y = static_cast<float>(random.unit());
      const bool same = (x > 0.5F) == (y > 0.5F), unknown = random.unit() < 0.3;
      const float row[] = {x, y, static_cast<float>(random.unit()), unknown ? NAN : 1.0F};
      table.add(row);
      positive.push_back(random.unit() < (unknown ? 0.5 : same ? 0.95 : 0.05));
    }
  }
};

double loss(const BoostedTrees& trees, const World& world, size_t count = SIZE_MAX) {
  double sum = 0;
  for (size_t i = 0; i < world.positive.size(); ++i) {
    const double z = trees.predict(world.table.row(i), count);
    sum += std::log1p(std::exp(world.positive[i] ? -z : z));
  }
  return sum / static_cast<double>(world.positive.size());
}

}  // namespace

TEST_CASE("trees find what two numbers mean together, and where a third is not known") {
  const World seen(1), unseen(2);
  TreeSettings settings;
  settings.column_share = 1;  // of a draw of two, x and y would seldom meet
  const auto trees = BoostedTrees::fit(seen.table, seen.positive, settings, 1);
  CHECK(loss(trees, unseen, 0) == doctest::Approx(0.693).epsilon(0.01));
  CHECK(loss(trees, unseen) < 0.40);  // the least that can be: 0.35
  const float known[] = {0.1F, 0.1F, 0.5F, 1.0F}, unknown[] = {0.1F, 0.1F, 0.5F, NAN};
  CHECK(trees.predict(known) > 2);
  CHECK(std::abs(trees.predict(unknown)) < 1);
}

TEST_CASE("the same rows and seed give the same trees; another seed others") {
  const World world(1);
  const auto a = BoostedTrees::fit(world.table, world.positive, {}, 1);
  const auto b = BoostedTrees::fit(world.table, world.positive, {}, 1);
  const auto c = BoostedTrees::fit(world.table, world.positive, {}, 2);
  bool differs = false;
  for (size_t i = 0; i < 100; ++i) {
    CHECK(a.predict(world.table.row(i)) == b.predict(world.table.row(i)));
    differs |= a.predict(world.table.row(i)) != c.predict(world.table.row(i));
  }
  CHECK(differs);
}

TEST_CASE("a split sends each row where the class it was counted in says") {
  const World world(3, 2'000);
  const Bins bins(world.table);
  for (size_t row = 0; row < bins.rows(); ++row)
    for (size_t column = 0; column < bins.columns(); ++column) {
      const float x = world.table.row(row)[column];
      const size_t bin = bins.row(row)[column];
      CHECK((bin == 0) == std::isnan(x));
      if (bin == 0) continue;
      if (bin + 1 < bins.count(column)) CHECK(x <= bins.greatest(column, bin));
      CHECK(x > bins.greatest(column, bin - 1));
    }
}

TEST_CASE("rows that are all alike, or few, give a constant") {
  FeatureTable table(2);
  const float row[] = {1, NAN};
  for (int i = 0; i < 500; ++i) table.add(row);
  std::vector<uint8_t> positive(500);
  for (size_t i = 0; i < 250; ++i) positive[i] = 1;
  const auto trees = BoostedTrees::fit(table, positive, {}, 1);
  CHECK(std::abs(trees.predict(row)) < 0.2);
  const auto none = BoostedTrees::fit(FeatureTable(2), {}, {}, 1);
  CHECK(std::isfinite(none.predict(row)));
}

}  // namespace soleil

TEST_SUITE_END();

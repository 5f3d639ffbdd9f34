#include <doctest/doctest.h>

#include <fstream>

#include "base/random.h"
#include "learning/eval/evaluation.h"
#include "support/temp_folder.h"

TEST_SUITE_BEGIN("eval");

namespace soleil::eval {
namespace {

// 800 viewers who all like the same of 100 videos, more or less; few rows each, so that who learns
// of a quarter of them knows the videos badly.
std::string write_world(const std::string& path, uint64_t seed, int rows) {
  SeededRandom random(seed);
  std::ofstream out(path);
  out << "viewer\tvideo\ttime_ms\tlong_view\n";
  for (int i = 0; i < rows; ++i) {
    const uint64_t viewer = random.below(800), video = random.below(100);
    const double chance = 0.1 + 0.8 * static_cast<double>(video * 37 % 100) / 100;
    out << 'u' << viewer << "\tv" << video << '\t' << 1'700'000'000'000 + i * 1'000 << '\t'
        << (random.unit() < chance) << '\n';
  }
  return path;
}

struct World {
  TempFolder folder;
  SystemClock clock;
  Progress progress{clock, Progress::Manner::quiet};
  EvalOptions options;
  World() {
    options.train = write_world((folder / ("train.tsv")), 1, 2'000);
    options.test = write_world((folder / ("test.tsv")), 2, 8'000);
    options.rounds = 1;
    options.k = 2;
    options.epsilon = 0;
  }
  json::object run() {
    const auto figures = evaluate_regions(options, progress);
    REQUIRE(figures.has_value());
    return *figures;
  }
};

double figure(const json::object& figures, const char* name) {
  return figures.at(name).to_number<double>();
}

}  // namespace

TEST_CASE("regions: what is lost by learning apart comes back by telling each other") {
  World w;
  const json::object told = w.run();
  const double alone = figure(told, "loss_pct_alone");
  CHECK(alone > 1);
  CHECK(figure(told, "loss_pct") < 0.6 * alone);
  w.options.k = 10'000;  // nobody tells anything: each is alone
  const json::object silent = w.run();
  CHECK(figure(silent, "videos_told") == 0);
  CHECK(figure(silent, "exchanged") == figure(silent, "alone"));
  CHECK(figure(silent, "central") == figure(told, "central"));
  w.options.k = 2;
  w.options.epsilon = 0.01;  // nothing rises above such noise
  CHECK(figure(w.run(), "videos_told") == 0);
}

}  // namespace soleil::eval

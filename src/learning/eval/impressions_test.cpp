#include <doctest/doctest.h>

#include <fstream>

#include "base/random.h"
#include "learning/eval/evaluation.h"
#include "learning/eval/impression_model.h"
#include "support/temp_folder.h"

TEST_SUITE_BEGIN("eval");

namespace soleil::eval {
namespace {

// A world of 30 viewers and 40 videos of two kinds; each viewer is drawn to one kind. Some columns
// only, like a log of unknown make. invert: the answers of the rows say the opposite.
std::string write_world(const std::string& path, uint64_t seed, int rows, bool invert = false,
                        int64_t from_ms = 1'700'000'000'000) {
  SeededRandom random(seed);
  std::ofstream out(path);
  out << "viewer\tvideo\ttime_ms\tlong_view\n";
  for (int i = 0; i < rows; ++i) {
    const uint64_t viewer = random.below(30), video = random.below(40);
    const bool liked = random.unit() < (viewer % 2 == video % 2 ? 0.9 : 0.1);
    out << 'u' << viewer << "\tv" << video << '\t' << from_ms + i * 1'000 << '\t'
        << (liked != invert) << '\n';
  }
  return path;
}

double figure(const json::object& figures, const char* name) {
  return figures.at(name).as_double();
}

struct World {
  TempFolder folder;
  SystemClock clock;
  Progress progress{clock, Progress::Manner::quiet};
  EvalOptions options;
  json::object run() {
    const auto figures = evaluate_impressions(options, progress);
    REQUIRE(figures.has_value());
    return *figures;
  }
};

}  // namespace

TEST_CASE("impressions: a taste is found, and the answers of the test cannot help") {
  World w;
  w.options.train = write_world((w.folder / ("train.tsv")), 1, 3'000);
  w.options.test = write_world((w.folder / ("test.tsv")), 2, 900, false, 1'800'000'000'000);
  const json::object honest = w.run();
  CHECK(figure(honest, "gauc") > 0.8);
  CHECK(figure(honest, "online_primary") > 0.6);
  // The same questions with the opposite answers: a model that saw none of them ranks as before, so
  // every pair that was right is wrong now. A leak would be right both times.
  w.options.test = write_world((w.folder / ("test.tsv")), 2, 900, true, 1'800'000'000'000);
  const json::object opposite = w.run();
  CHECK(figure(honest, "auc") + figure(opposite, "auc") == doctest::Approx(1));
  CHECK(figure(opposite, "gauc") < 0.3);
}

TEST_CASE("impressions: the same seed gives the same figures") {
  World w;
  w.options.train = write_world((w.folder / ("train.tsv")), 1, 1'000);
  w.options.test = write_world((w.folder / ("test.tsv")), 2, 300);
  CHECK(json::serialize(w.run()) == json::serialize(w.run()));
}

TEST_CASE("impressions: fuzzed rows give figures all the same") {
  World w;
  for (std::string* path : {&w.options.train, &w.options.test}) {
    *path = (w.folder / (path == &w.options.train ? "train.tsv" : "test.tsv"));
    std::ofstream out(*path);
    out << "viewer\tvideo\ttime_ms\twatch_ms\tduration_ms\ttab\tlong_view\n";
    const char* times[] = {"-5", "4102444800000", "", "0", "9e18", "1650000000000"};
    const char* spans[] = {"-1", "1000000000", "", "0", "1e300"};
    SeededRandom random(3);
    for (int i = 0; i < 600; ++i)
      out << random.below(9) << '\t' << random.below(9) << '\t' << times[random.below(6)] << '\t'
          << spans[random.below(5)] << '\t' << spans[random.below(5)] << '\t' << random.below(3)
          << '\t' << random.below(2) << '\n';
  }
  const json::object figures = w.run();
  CHECK(figure(figures, "gauc") >= 0.3);
  CHECK(figure(figures, "gauc") <= 0.7);
}

TEST_CASE("impressions: a missing label is told") {
  World w;
  w.options.train = write_world((w.folder / ("train.tsv")), 1, 10);
  w.options.test = write_world((w.folder / ("test.tsv")), 2, 10);
  w.options.label = "like";
  const auto figures = evaluate_impressions(w.options, w.progress);
  REQUIRE_FALSE(figures.has_value());
  CHECK(figures.error().reason == "no_label");
}

TEST_CASE("online: what changes within hours is followed by event, not by 5 hours") {
  World w;
  w.options.log = (w.folder / ("log.tsv"));
  {
    std::ofstream out(w.options.log);
    out << "viewer\tvideo\ttime_ms\tlong_view\n";
    SeededRandom random(5);
    for (int i = 0; i < 6'000; ++i) {  // a video's fortune turns every two hours
      const uint64_t video = random.below(20);
      const int64_t ms = int64_t{1'700'000'000'000} + i * 20'000;
      const bool good = (video + static_cast<uint64_t>(ms / 7'200'000)) % 2;
      out << random.below(200) << '\t' << video << '\t' << ms << '\t'
          << (random.unit() < (good ? 0.8 : 0.2)) << '\n';
    }
  }
  w.options.sync_s = {18'000, 0};
  const auto figures = evaluate_online(w.options, w.progress);
  REQUIRE(figures.has_value());
  CHECK(figure(*figures, "gain_by_event") > 0.0024);
}

}  // namespace soleil::eval

TEST_SUITE_END();

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/random.h"
#include "learning/eval/catalogue_data.h"
#include "learning/eval/climb.h"
#include "learning/eval/evaluation.h"

namespace soleil::eval {
namespace {

struct Files {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("soleil_catalogue_" + std::to_string(getpid()));
  Files() { std::filesystem::create_directories(folder); }
  ~Files() { std::filesystem::remove_all(folder); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name) << text;
    return (folder / name).string();
  }
};

constexpr uint32_t kViewers = 150, kVideos = 120, kGroups = 6;

// Viewers watch 12 videos, `taste` of them of their own group; a fifth goes to `test`.
struct World {
  std::string train = "viewer\tvideo\n", test = train;
};

World world_of(double taste, uint64_t seed) {
  SeededRandom random(seed);
  World out;
  for (uint32_t viewer = 0; viewer < kViewers; ++viewer)
    for (int i = 0; i < 15; ++i) {
      const auto any = static_cast<uint32_t>(random.below(kVideos));
      const uint32_t own = any / kGroups * kGroups + viewer % kGroups;
      const uint32_t video = random.unit() < taste ? own : any;
      (i % 5 ? out.train : out.test) +=
          "v" + std::to_string(viewer) + "\tf" + std::to_string(video) + "\n";
    }
  return out;
}

json::object evaluated(const Files& files, const World& world, uint64_t seed = 1,
                       const Clock& clock = SystemClock()) {
  EvalOptions options;
  options.train = files.write("train.tsv", world.train);
  options.test = files.write("test.tsv", world.test);
  options.seed = seed;
  Progress progress(clock, Progress::Manner::quiet);
  auto figures = evaluate_catalogue(options, progress);
  REQUIRE(figures);
  return *figures;
}

double recall_of(const json::object& figures) {
  return figures.at("recall").as_double();
}

// A machine so slow that each look at the clock finds twenty seconds gone.
class SlowMachine final : public Clock {
 public:
  int64_t now_ms() const override { return 0; }
  int64_t monotonic_ms() const override { return spent_ms_ += 20'000; }

 private:
  mutable int64_t spent_ms_ = 0;
};

}  // namespace

TEST_SUITE_BEGIN("eval");

TEST_CASE("catalogue: what there is no time for is left out and told, and there is an answer") {
  const Files files;
  const World world = world_of(0.9, 5);
  const auto figures = evaluated(files, world, 1, SlowMachine());
  CHECK(figures.at("cut_short").as_bool());
  CHECK(recall_of(figures) > 0.5);
  CHECK_FALSE(evaluated(files, world).at("cut_short").as_bool());
}

TEST_CASE("catalogue: taste is found, and chance is not mistaken for it") {
  const Files files;
  CHECK(recall_of(evaluated(files, world_of(0.9, 5))) > 0.5);
  CHECK(recall_of(evaluated(files, world_of(0, 6))) < 0.3);  // 20 of some 109 is 0.18
}

TEST_CASE("catalogue: nothing that is learned depends on the test file") {
  const Files files;
  World one = world_of(0.5, 7), other = world_of(0.5, 7);
  other.test = world_of(0.9, 8).test;
  const auto a = evaluated(files, one), b = evaluated(files, other);
  CHECK(json::serialize(a.at("settings")) == json::serialize(b.at("settings")));
  CHECK(recall_of(a) != recall_of(b));
}

TEST_CASE("catalogue: a viewer without rows is offered what is popular") {
  const Files files;
  World world = world_of(0.5, 10);
  for (uint32_t viewer = 0; viewer < kViewers; viewer += 2)
    world.train += "v" + std::to_string(viewer) + "\tthe hit\n";
  world.test = "viewer\tvideo\nsomebody new\tthe hit\n";
  CHECK(evaluated(files, world).at("ndcg").as_double() == doctest::Approx(1));
}

TEST_CASE("catalogue: the same seed gives the same figures") {
  const Files files;
  const World world = world_of(0.6, 9);
  CHECK(json::serialize(evaluated(files, world)) == json::serialize(evaluated(files, world)));
}

TEST_CASE("catalogue: rows without interest are masked, and are not relevant") {
  Names names;
  Rows train{{0, 0, 1}, {0, 1, 1}, {{"label", {1, 0, 1}, {}}}};
  Rows test{{0, 0, 1, 1, 2}, {1, 2, 0, 2, 2}, {{"label", {1, 1, 0, 1, 0}, {}}}};
  const CatalogueTrain data = catalogue_train(train);
  CHECK(data.has_dislikes());
  CHECK(data.liked.of(0).size() == 1);
  const Relevant relevant = relevant_of(test, data);
  CHECK(relevant == Relevant{{0, {2}}, {1, {2}}});
}

TEST_CASE("climb finds the top of a hill within its tries, and stays within bounds") {
  size_t tries = 0;
  const auto measure = [&](const std::vector<double>& at) {
    ++tries;
    return -(at[0] - 3) * (at[0] - 3) - (at[1] + 1) * (at[1] + 1);
  };
  const auto found = climb({{0, 1, -10, 10}, {0, 1, -0.5, 10}}, 100, 2, measure);
  CHECK(found.settings[0] == doctest::Approx(3));
  CHECK(found.settings[1] == doctest::Approx(-0.5));
  tries = 0;
  climb({{0, 1, -10, 10}, {0, 1, -0.5, 10}}, 5, 2, measure);
  CHECK(tries == 5);
}

TEST_SUITE_END();

}  // namespace soleil::eval

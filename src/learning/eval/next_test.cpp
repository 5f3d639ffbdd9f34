#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/random.h"
#include "learning/eval/evaluation.h"
#include "learning/eval/sequences.h"
#include "learning/items/sequence_ridge.h"
#include "learning/items/transitions.h"

namespace soleil::eval {
namespace {

constexpr uint32_t kViewers = 120, kVideos = 60;

// Two out of three times a viewer goes on to the next video's number. The file's order is turned
// round, so that only the times tell.
std::string walks(bool tests) {
  SeededRandom random(3);
  std::string out;
  for (uint32_t viewer = 0; viewer < kViewers; ++viewer) {
    auto at = static_cast<uint32_t>(random.below(kVideos));
    for (int step = 0; step < 12; ++step) {
      if ((step == 11) == tests)
        out = std::to_string(viewer) + "\t" + std::to_string(at) + "\t" + std::to_string(step) +
              "\n" + out;
      at = random.below(3) ? (at + 1) % kVideos : static_cast<uint32_t>(random.below(kVideos));
    }
  }
  return "viewer\tvideo\ttime_ms\n" + out;
}

json::object evaluated(const std::string& test, bool filter_seen) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("soleil_next_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "train.tsv") << walks(false);
  std::ofstream(folder / "test.tsv") << test;
  EvalOptions options;
  options.train = folder / "train.tsv";
  options.test = folder / "test.tsv";
  options.k = 3;
  options.filter_seen = filter_seen;
  const SystemClock clock;
  Progress progress(clock, Progress::Manner::quiet);
  auto figures = evaluate_next(options, progress);
  std::filesystem::remove_all(folder);
  REQUIRE(figures);
  return *figures;
}

double hit_rate(const json::object& figures) {
  return figures.at("hr").as_double();
}

}  // namespace

TEST_SUITE_BEGIN("eval");

TEST_CASE("next: what follows is found by the order in time") {
  CHECK(hit_rate(evaluated(walks(true), false)) > 0.55);
  // A video that no train row mentions cannot be hit; a viewer without rows is no error.
  CHECK(hit_rate(evaluated("viewer\tvideo\n1\tunheard of\nnobody\t1\n", false)) <= 0.5);
}

TEST_CASE("next: with --filter-seen a video of the train rows is never a hit") {
  std::string seen = "viewer\tvideo\n";
  SeededRandom random(3);
  const std::string train = walks(false);
  size_t begin = train.find('\n') + 1;
  for (int i = 0; i < 100; ++i) {
    const size_t second = train.find('\t', train.find('\t', begin) + 1);
    seen += train.substr(begin, second - begin) + "\n";
    begin = train.find('\n', begin) + 1;
  }
  CHECK(hit_rate(evaluated(seen, true)) == 0);
  CHECK(hit_rate(evaluated(seen, false)) > 0);
}

TEST_CASE("sequences: time orders rows, equal times keep the file's order, the last is held out") {
  const Rows rows{{0, 0, 1, 0}, {5, 6, 9, 7}, {{"time_ms", {20, 10, 1, 20}, {}}}};
  Sequences sequences = sequences_of(rows);
  CHECK(sequences.of_viewer[0] == std::vector<uint32_t>{6, 5, 7});
  CHECK(sequences.moment[0][0] < sequences.moment[0][2]);
  const auto last = take_last(sequences);
  REQUIRE(last.size() == 1);
  CHECK(last[0] == std::pair<uint32_t, uint32_t>{0, 7});
  CHECK(sequences.of_viewer[0].size() == 2);
}

TEST_CASE("sequences: sets of the last rows only") {
  const Rows rows{{0, 0, 0, 0, 1}, {5, 6, 7, 6, 3}, {}};
  const Sequences sequences = sequences_of(rows);
  CHECK(sequences.lists().of(0).size() == 3);
  const VideoLists last = sequences.lists(2);
  CHECK(std::ranges::equal(last.of(0), std::vector<uint32_t>{6, 7}));
  CHECK(last.of(1).size() == 1);
}

TEST_CASE("transitions by hand: direction and distance count") {
  // 0 1 2: 1 follows 0 at once, 2 follows 0 after two steps.
  const auto weights = fit_transitions({{0, 1, 2}}, 3, {1, 0, 0, 10});
  const auto after0 = weights.neighbours(0, 5);
  REQUIRE(after0.size() == 2);
  CHECK(after0[0].video == 1);
  CHECK(after0[0].weight == doctest::Approx(1));
  CHECK(after0[1].weight == doctest::Approx(0.5));
  CHECK(weights.neighbours(2, 5).empty());
}

TEST_CASE("the sequence ridge model predicts what its equations say") {
  // One video in front of another, ten times: weight = 10 / (10 + penalty).
  const std::vector<std::vector<uint32_t>> sequences(10, {0, 1});
  const SequenceRidgeSettings settings{{1, 0}, 1};
  const auto near = fit_sequence_ridge(sequences, 2, settings).neighbours(0, 2);
  const float penalty = ridge_penalties({10, 0}, settings.penalty)[0];
  REQUIRE(near.size() == 1);
  CHECK(near[0].video == 1);
  CHECK(near[0].weight == doctest::Approx(10 / (10 + penalty)));
}

TEST_SUITE_END();

}  // namespace soleil::eval

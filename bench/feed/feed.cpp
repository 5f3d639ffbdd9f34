// ./dev bench feed: the real catalogue, learner, pipeline and fact log in one process. See
// bench/README.md for what the figures mean.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <thread>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "bench/feed/load.h"
#include "bench/feed/world.h"
#include "catalog/catalog.h"
#include "learning/learner.h"

namespace soleil::bench {
namespace {

struct Options {
  Sizes sizes;
  int threads = 4;
  double seconds = 10;
  std::string folder = "/tmp/soleil-bench-feed";
  std::string hold;  // a file: once the world stands, waits until it is there
};

// The clock of the world: its now is the population's, so that the history is a month old at most.
class WorldClock final : public Clock {
 public:
  int64_t now_ms() const override { return Population::kNowMs + real_.monotonic_ms() - began_; }
  int64_t monotonic_ms() const override { return real_.monotonic_ms(); }

 private:
  const SystemClock real_;
  const int64_t began_ = SystemClock().monotonic_ms();
};

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "bench feed: %s\n", result.error().what.c_str());
  std::exit(1);
}

struct Memory {
  double bytes_per_video = 0, bytes_per_viewer = 0;
};

constexpr size_t kStepsAWriting = 100;  // as the learner's thread does once a second

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options), population_(options.sizes) {}

  void run() {
    open();
    const Memory memory = grow();
    while (!options_.hold.empty() && !std::filesystem::exists(options_.hold))
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    stay_on_one_core();
    learner_->start();
    (void)closed_loop(*feed_, population_, options_.threads, 2);  // warms up
    const Flow full = closed_loop(*feed_, population_, options_.threads, options_.seconds);
    const double sgemm = sgemm_gflops(1);
    const double kernel = kernel_gflops(1);
    const Flow half =
        open_loop(*feed_, population_, options_.threads, options_.seconds, full.pages_per_s / 2);
    say("full load: %.0f pages/s, %.3f CPU ms a page, p50 %.2f ms, p99 %.2f ms", full.pages_per_s,
        full.cpu_ms_a_page, full.p50_ms, full.p99_ms);
    say("half load: %.0f pages/s, p50 %.2f ms, p99 %.2f ms; short or repeating pages: %s",
        half.pages_per_s, half.p50_ms, half.p99_ms, full.repeats || half.repeats ? "SOME" : "none");
    say("ranking kernel %.3f GFLOP/s, sgemm %.1f GFLOP/s", kernel, sgemm);
    say_stages();
    std::printf(
        "feed pages_per_s=%.0f p50_ms=%.2f p99_ms=%.2f rank_gflops_ratio=%.4f "
        "bytes_per_video=%.0f bytes_per_viewer=%.0f\n",
        full.pages_per_s, half.p50_ms, half.p99_ms, kernel / sgemm, memory.bytes_per_video,
        memory.bytes_per_viewer);
  }

 private:
  template <class... Args>
  static void say(const char* format, Args... args) {
    std::printf(format, args...);
    std::printf("\n");
    std::fflush(stdout);
  }

  // What the pipeline counted of its stages.
  void say_stages() const {
    std::istringstream lines(metrics_.render());
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("soleil_feed_stages_total")) say("  %s", line.c_str());
  }

  void open() {
    std::filesystem::remove_all(options_.folder);
    database_ = make_rows_on_demand(population_);
    facts_ = std::make_unique<HistoryLog>(
        population_, must(open_fact_log("log://" + options_.folder + "/facts", {})));
    empty_bytes_ = resident_bytes();
    catalog_ = must(Catalog::open(*database_, clock_, ids_, {}));
    say("catalogue: %.0f bytes a video", grown() / videos());
    learner_ = must(Learner::open(*facts_, *catalog_, clock_, log_, metrics_,
                                  {.window = 1'000'000, .marks = &marks_}));
    say("and the learner, before any fact: %.0f bytes a video", grown() / videos());
    feed_ = must(Feed::open(*catalog_, *learner_, *facts_, clock_, ids_, log_, metrics_, {}));
    say("and the feed: %.0f bytes a video", grown() / videos());
  }

  // What one more viewer costs is measured on the extra ones, who come when the videos' side
  // (neighbours, counters) has met all the others; what is left over is the videos'.
  Memory grow() {
    const auto viewers = static_cast<double>(options_.sizes.viewers);
    const auto extra = static_cast<double>(options_.sizes.extra_viewers);
    learn(options_.sizes.viewers);
    const double before_extra = resident_bytes();
    say("and %.0f viewers' facts: %.0f MB in all", viewers, grown() / 1e6);
    learn(options_.sizes.viewers + options_.sizes.extra_viewers);
    Memory out;
    out.bytes_per_viewer = (resident_bytes() - before_extra) / extra;
    out.bytes_per_video = (grown() - out.bytes_per_viewer * (viewers + extra)) / videos();
    return out;
  }

  void learn(size_t viewers) {
    facts_->show(viewers);
    for (size_t n = 1; must(learner_->step()); ++n)
      if (n % kStepsAWriting == 0) must(learner_->write_views().map([] { return 0; }));
    must(learner_->write_views().map([] { return 0; }));
    while (learner_->settle()) {
    }
  }

  // The kernel alone, on pages' candidates gathered as predict() gathers them.
  double kernel_gflops(double seconds) {
    constexpr size_t kCandidates = 800;
    constexpr double kFlopEach = 2 * kFeatures * kActions;
    std::vector<VideoId> videos;
    TasteModel::Scoring scoring;
    double flop = 0, spent_s = 0;
    const int64_t until_ms = clock_.monotonic_ms() + static_cast<int64_t>(seconds * 1'000);
    for (uint64_t n = 0; clock_.monotonic_ms() < until_ms; ++n) {
      videos.clear();
      for (size_t i = 0; i < kCandidates; ++i)
        videos.push_back(population_.video(hash64("ranked", n * kCandidates + i) % videos_()));
      learner_->gather(population_.viewer(n % options_.sizes.viewers), videos, scoring);
      const double began = core_seconds();
      score_rows(scoring.features, scoring.page, scoring.z);
      spent_s += core_seconds() - began;
      flop += kFlopEach * kCandidates;
    }
    return flop / spent_s / 1e9;
  }

  size_t videos_() const { return options_.sizes.videos; }
  double videos() const { return static_cast<double>(options_.sizes.videos); }
  double grown() const { return resident_bytes() - empty_bytes_; }

  const Options options_;
  const Population population_;
  const WorldClock clock_;
  SeededRandom random_{11};
  IdMaker ids_{clock_, random_, 1};
  Log log_{clock_, Level::error};
  Metrics metrics_;
  const FactMarks marks_;  // nobody watches while pages are counted
  double empty_bytes_ = 0;
  std::unique_ptr<Database> database_;
  std::unique_ptr<HistoryLog> facts_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<Learner> learner_;
  std::unique_ptr<Feed> feed_;
};

Options read_options(int argc, char** argv) {
  Options out;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i], value = argv[i + 1];
    if (name == "--videos") out.sizes.videos = std::stoul(value);
    if (name == "--viewers") out.sizes.viewers = std::stoul(value);
    if (name == "--threads") out.threads = std::stoi(value);
    if (name == "--seconds") out.seconds = std::stod(value);
    if (name == "--folder") out.folder = value;
    if (name == "--hold") out.hold = value;
  }
  out.sizes.extra_viewers = std::max<size_t>(1'000, out.sizes.viewers / 10);
  return out;
}

}  // namespace
}  // namespace soleil::bench

int main(int argc, char** argv) {
  soleil::bench::Bench(soleil::bench::read_options(argc, argv)).run();
}

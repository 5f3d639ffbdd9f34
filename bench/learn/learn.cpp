// ./dev bench learn: how many events a core learns, and how soon a viewing shows in the next page's
// predictions while others keep coming; then pages while a backlog is learned at full speed and a
// snapshot is written. See bench/README.md.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <thread>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "bench/feed/world.h"
#include "catalog/catalog.h"
#include "learning/fact_intake.h"
#include "learning/learner.h"
#include "platform/queue/adapters.h"
#include "recommend/feed.h"

namespace soleil::bench {
namespace {

constexpr size_t kEvents = 400'000, kCandidates = 500, kProbes = 400;
constexpr size_t kBatch = 256;        // facts that the learner applies at a time
constexpr size_t kBacklog = 600'000;  // facts learned while pages are asked for

struct Options {
  Sizes sizes{.videos = 100'000, .viewers = 20'000, .extra_viewers = 1'000};
  double load_per_s = 1'000;  // facts of others during the probes
  std::string folder = "/tmp/soleil-bench-learn";
};

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "bench learn: %s\n", result.error().what.c_str());
  std::exit(1);
}

double seconds_now() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

// What this thread had of a core: the machine may be shared.
double core_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options), population_(options.sizes) {}

  void run() {
    open();
    const double model = model_events_per_s();
    std::printf("the whole model: %.0f events/s\n", model);
    learner_->start();
    std::atomic<bool> done = false;
    std::thread others([&] { make_load(done); });
    const double p99_ms = probe();
    done = true;
    others.join();
    learner_->stop();
    const Busy busy = ask_while_learning();
    std::printf(
        "learn events_per_s=%.0f fact_to_page_p99_ms=%.2f busy_facts_per_s=%.0f "
        "busy_page_p99_ms=%.2f pause_max_ms=%.1f\n",
        model, p99_ms, busy.facts_per_s, busy.page_p99_ms, busy.pause_max_ms);
  }

 private:
  Watched watched(size_t n, int64_t now_ms) {
    const size_t viewer = n * 7'919 % options_.sizes.viewers;
    const size_t video = population_.watched_by(viewer, n / options_.sizes.viewers, n % kPage);
    Watched out;
    out.head = {"bench-" + std::to_string(n), population_.viewer(viewer), population_.video(video),
                now_ms, now_ms};
    out.duration_ms = population_.duration_ms_of(video);
    out.watch_ms = static_cast<int64_t>(population_.share_watched(viewer, video) *
                                        static_cast<double>(out.duration_ms));
    out.skipped = out.watch_ms < 2'000;
    return out;
  }

  void open() {
    std::filesystem::remove_all(options_.folder);
    database_ = make_rows_on_demand(population_);
    facts_ = must(open_fact_log("log://" + options_.folder + "/facts", {}));
    catalog_ = must(Catalog::open(*database_, clock_, ids_, {}));
    intake_ = std::make_unique<FactIntake>(*facts_, metrics_, 1'000'000);
    open_learner();
    if (!intake_->open()) std::exit(1);
  }

  void open_learner() {
    learner_.reset();
    learner_ = must(Learner::open(*facts_, *catalog_, clock_, log_, metrics_,
                                  {.marks = &intake_->marks(),
                                   .snapshots = options_.folder + "/model",
                                   .snapshot_every_ms = 1'000}));
  }

  // Facts as the log holds them, applied to the model one by one on this thread.
  double model_events_per_s() {
    TasteModel model;
    for (const VideoPtr& video : catalog_->all()) model.put_video(*video);
    std::vector<WatchFact> facts;
    for (size_t n = 0; n < kEvents; ++n)
      facts.push_back(watched(n, Population::kNowMs + static_cast<int64_t>(n)));
    const double began = core_seconds();
    for (size_t at = 0; at < kEvents; at += kBatch)
      model.apply(std::span(facts).subspan(at, std::min(kBatch, kEvents - at)));
    return kEvents / (core_seconds() - began);
  }

  void make_load(const std::atomic<bool>& done) {
    constexpr size_t kSent = 20;
    const double began = seconds_now();
    for (size_t n = 0; !done; n += kSent) {
      for (size_t i = n; i < n + kSent; ++i) {
        const Watched fact = watched(i, clock_.now_ms());
        must(intake_->accept(fact.head.viewer, {fact}).map([](auto) { return 0; }));
      }
      const double due = began + static_cast<double>(n + kSent) / options_.load_per_s;
      if (const double wait = due - seconds_now(); wait > 0)
        std::this_thread::sleep_for(std::chrono::duration<double>(wait));
    }
  }

  struct Busy {
    double facts_per_s = 0, page_p99_ms = 0, pause_max_ms = 0;
  };

  // Pages of 10, one after the other, while the learner works off a backlog as fast as it can and
  // writes its snapshots; and the longest time in which it learned nothing.
  Busy ask_while_learning() {
    open_learner();
    const int64_t now_ms = clock_.now_ms();
    std::vector<std::string> records;
    for (size_t n = 0; n < kBacklog; ++n) {
      Watched fact = watched(n + 3, now_ms);
      fact.head.id = "backlog-" + std::to_string(n);
      records.push_back(encode_fact(fact));
      if (records.size() < 2'000) continue;
      must(facts_->append_all(kWatchTopic, records).map([](auto) { return 0; }));
      records.clear();
    }
    auto feed = must(Feed::open(*catalog_, *learner_, *facts_, clock_, ids_, log_, metrics_, {}));
    Counter& learned = metrics_.counter("soleil_facts_learned_total", "");
    const uint64_t first = learned.value(), last = first + kBacklog;
    std::atomic<bool> done = false;
    std::vector<double> took_ms;
    std::thread asks([&] {
      for (uint64_t n = 0; !done; ++n) {
        const double began = seconds_now();
        feed->next({.viewer = population_.viewer(hash64("busy", n) % options_.sizes.viewers),
                    .count = kPage,
                    .languages = {"en"}});
        took_ms.push_back((seconds_now() - began) * 1'000);
      }
    });
    Busy out;
    const double began = seconds_now();
    learner_->start();
    double changed = began;
    for (uint64_t before = first, now = first; now < last; before = now) {
      std::this_thread::sleep_for(std::chrono::microseconds(500));
      now = learned.value();
      out.pause_max_ms = std::max(out.pause_max_ms, (seconds_now() - changed) * 1'000);
      if (now != before) changed = seconds_now();
    }
    out.facts_per_s = kBacklog / (seconds_now() - began);
    done = true;
    asks.join();
    learner_->stop();
    std::ranges::sort(took_ms);
    out.page_p99_ms = took_ms[took_ms.size() * 99 / 100];
    std::printf(
        "while learning %.0f facts/s: %zu pages, p50 %.2f ms, p99 %.2f ms; snapshots: %zu\n",
        out.facts_per_s, took_ms.size(), took_ms[took_ms.size() / 2], out.page_p99_ms,
        Snapshots(options_.folder + "/model").newest_first().size());
    return out;
  }

  // From the call that takes a viewing in to predictions of a page's candidates that know it.
  double probe() {
    std::vector<double> took_ms;
    for (size_t n = 0; n < kProbes; ++n) {
      const ViewerId viewer = population_.viewer(options_.sizes.viewers + n);
      Watched fact = watched(n + 1, clock_.now_ms());
      fact.head.id = "probe-" + std::to_string(n);
      fact.head.viewer = viewer;
      std::vector<VideoId> page{fact.head.video};
      for (size_t i = 1; i < kCandidates; ++i)
        page.push_back(population_.video((n * kCandidates + i) % options_.sizes.videos));
      const float before = learner_->predict(viewer, page)[0].unknown;
      const double began = seconds_now();
      must(intake_->accept(viewer, {fact}).map([](auto) { return 0; }));
      learner_->catch_up(viewer, 1'000);
      const float after = learner_->predict(viewer, page)[0].unknown;
      took_ms.push_back((seconds_now() - began) * 1'000);
      if (after >= before) std::printf("probe %zu: the page does not know the viewing\n", n);
    }
    std::ranges::sort(took_ms);
    std::printf("fact to page: p50 %.2f ms, p99 %.2f ms\n", took_ms[kProbes / 2],
                took_ms[kProbes * 99 / 100]);
    return took_ms[kProbes * 99 / 100];
  }

  const Options options_;
  const Population population_;
  const SystemClock clock_;
  SeededRandom random_{11};
  IdMaker ids_{clock_, random_, 1};
  Log log_{clock_, Level::error};
  Metrics metrics_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<FactLog> facts_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<FactIntake> intake_;
  std::unique_ptr<Learner> learner_;
};

}  // namespace
}  // namespace soleil::bench

int main(int argc, char** argv) {
  soleil::bench::Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i], value = argv[i + 1];
    if (name == "--videos") options.sizes.videos = std::stoul(value);
    if (name == "--viewers") options.sizes.viewers = std::stoul(value);
    if (name == "--load") options.load_per_s = std::stod(value);
    if (name == "--folder") options.folder = value;
  }
  soleil::bench::Bench(options).run();
}

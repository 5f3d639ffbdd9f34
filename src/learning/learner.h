// Learner: follows the fact log with one thread, keeps the TasteModel and counts views. At start it
// reads a snapshot and the log since, or the whole log, so that a crash loses nothing; a fact that
// is twice in the log (its writer was told of a failure that was none, and wrote again) counts
// once. Views are written to the catalogue about once a second together with the position, so that
// they too count once. Thread-safe. As Knowledge: readers don't wait for the one writer
// (taste_model.h). A snapshot is written beside the learning, from a cut that is copied in slices;
// after somebody's reset or erasure one is due soon, and then the older ones are deleted: no file
// keeps what they took back.
#pragma once

#include <atomic>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "learning/item_lists.h"
#include "learning/snapshots.h"
#include "learning/taste_model.h"
#include "model/fact_marks.h"
#include "model/fact_window.h"
#include "model/knowledge.h"
#include "platform/queue/fact_log.h"

namespace soleil {

struct LearnerSettings {
  LearningSettings learning;
  size_t window = 1'000'000;  // facts among which a repeat is noticed
  int64_t views_every_ms = 1'000;
  const FactMarks* marks = nullptr;  // for catch_up(); none: it waits for everybody's facts
  ItemListSettings items;
  std::string snapshots;  // their folder; "": none
  SecretKey key;          // seals them
  int64_t snapshot_every_ms = 10 * 60'000;
  int64_t snapshot_facts_min = 1'000;  // learned since the last one
  int64_t forget_every_ms = 60'000;    // between two snapshots for the sake of resets
};

class Learner final : public Knowledge {
 public:
  // The catalogue's videos and the log as far as it goes are learned when this returns.
  static Result<std::unique_ptr<Learner>> open(FactLog& facts, Catalog& catalog, const Clock& clock,
                                               Log& log, Metrics& metrics,
                                               const LearnerSettings& settings);
  ~Learner() override;  // as stop()

  void start();  // the thread that follows the log
  void stop();   // counts the last views, joins

  // A page's candidates as the ranking kernel gets them, for who measures it.
  void gather(ViewerId viewer, std::span<const VideoId> videos, TasteModel::Scoring& out) const;

  bool catch_up(ViewerId viewer, int64_t wait_ms) const override;
  ViewerTaste taste(ViewerId viewer) const override;
  std::vector<Prediction> predict(ViewerId viewer, std::span<const VideoId> videos) const override;
  std::vector<VideoId> popular(const std::string& language, size_t count) const override;
  std::vector<Neighbour> similar(VideoId video, size_t count) const override;
  std::vector<Neighbour> next(VideoId video, size_t count) const override;
  std::vector<Neighbour> item_neighbours(VideoId video, size_t count) const override;
  std::vector<Neighbour> nearest(ViewerId viewer, size_t count) const override;
  std::vector<Exposures> exposures(std::span<const VideoId> videos) const override;

  // One round of the thread, for tests and simulation: learns what is there; true if anything was.
  Result<bool> step();
  bool
  settle();  // tells the index of `nearest` a few of the places that moved; true: there are more
  Result<void> write_views();
  // The thread does it when one is due, and then goes on learning meanwhile.
  Result<void> write_snapshot();
  // As the thread does after each round: views, and a snapshot if one is due.
  void write_what_is_due();
  // The facts counted of late. Before start(), or from its thread.
  const FactWindow& window() const { return window_; }
  ItemLists& items() { return items_; }  // start() starts its thread, too

 private:
  Learner(FactLog& facts, Catalog& catalog, const Clock& clock, Log& log, Metrics& metrics,
          const LearnerSettings& settings);
  Result<void> restore();  // from the newest snapshot that is sound
  Result<void> read_snapshot(const std::string& path);
  // Where in the log a snapshot stands.
  struct Position {
    int64_t next = 0;
    uint32_t last_crc = 0;
    std::vector<uint64_t> window;
    bool forgets = false;  // somebody reset since the last one
    template <class File>
    void keep(File& file);
  };
  Result<Position> begin_snapshot();
  Result<void> finish_snapshot(Position position);
  bool is_snapshot_due(int64_t now_ms) const;
  Result<void> check_log() const;
  void start_anew();
  Result<void> read_all();
  std::vector<WatchFact> new_facts(std::span<const FactRecord> records);
  void count_view(const Watched& fact, int64_t offset);
  void changed(const VideoChange& change);
  void follow();

  FactLog& facts_;
  Catalog& catalog_;
  const Clock& clock_;
  Log& log_;
  const LearnerSettings settings_;
  Counter &learned_, &unreadable_, &repeated_;
  Gauge& lag_ms_;
  Gauge& viewers_;

  std::mutex changing_;  // held by who changes model_, or takes a slice of its cut
  TasteModel model_;
  FactWindow window_;      // the writer's own
  uint32_t last_crc_ = 0;  // of the record before next_
  const Snapshots snapshots_;
  std::future<void> snapshot_;                   // being written
  int64_t snapshot_ms_ = 0, snapshot_next_ = 0;  // when the last one was begun, and of what
  std::atomic<bool> must_forget_ = false;        // the snapshots hold somebody who reset since
  int64_t views_from_ = 0;  // offset of the first fact whose view is not in the catalogue
  std::unordered_map<VideoId, int64_t> views_;
  // What is being written: kept as it is until the catalogue has it, however often that fails.
  struct ViewBatch {
    std::vector<ViewCount> counts;
    int64_t next = 0;
  };
  std::optional<ViewBatch> writing_;
  int64_t views_written_ms_ = 0;

  mutable std::mutex progress_mutex_;
  mutable std::condition_variable progress_;
  int64_t next_ = 0;  // offset of the first fact not learned; guarded by progress_mutex_
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
  ItemLists items_;  // its thread reads the model
  std::shared_ptr<void> subscription_;
};

// Counts as a view: two seconds, or half of a shorter video.
bool is_view(const Watched& fact);

}  // namespace soleil

// World(seed): a small Soleil in one thread. Seed, clock, randomness and every fault come from
// here, so one seed replays a world: same actions, same trace hash. What is durable (rows, blobs,
// facts, staged bytes) lives in memory adapters that survive a crash; the process above them is
// thrown away and opened again.
//
// Invariants, checked all along: a removed or private video is never in a page; published means
// playable (every file of its media is there); an acknowledged byte, fact or like is never lost; a
// fact counts once; no page repeats a video. At the end, without faults: jobs end, and views equal
// the distinct facts acknowledged.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "catalog/catalog.h"
#include "ingest/uploads.h"
#include "learning/fact_intake.h"
#include "learning/learner.h"
#include "platform/blob/adapters.h"
#include "platform/database/faulty_database.h"
#include "platform/queue/adapters.h"
#include "recommend/feed.h"

namespace soleil::sim {

class World {
 public:
  World(uint64_t seed, std::string folder);
  ~World();

  void run(int steps);
  uint64_t trace_hash() const { return trace_; }
  const std::vector<std::string>& violations() const { return violations_; }

 private:
  struct Durable;  // survives a crash
  struct Process;  // does not

  struct ClientUpload {  // what a client believes
    AccountId account;
    UploadId id;
    VideoId video;
    std::string bytes;
    int64_t acknowledged = 0;
    bool given_up = false;  // asked to end it, and was told of a failure
  };
  struct PendingBatch {  // facts not acknowledged yet: sent again until they are
    ViewerId viewer;
    std::vector<WatchFact> facts;
  };

  void step();
  void crash();
  void reopen();
  void plan_fault();
  void begin_upload();
  void go_on_uploading();
  void terminate_upload();
  void work();
  void publish(const Job& job, VideoPtr video, bool refused);
  void remove_or_restore();
  void hide();
  void ask_for_page();
  bool has_new(ViewerId viewer);
  void watch();
  void send_pending();
  void settle();  // no more faults: everything ends
  void check_video(const Video& video);
  void check_everything();
  void note(std::string_view what, uint64_t detail);
  void violated(const std::string& what);
  VideoPtr any_video();
  template <class T>
  bool fine(std::string_view what, const Result<T>& result);

  const uint64_t seed_;
  const std::string folder_;
  ManualClock clock_;
  SeededRandom random_;
  uint64_t trace_ = 0;
  std::vector<std::string> violations_;
  std::vector<AccountId> accounts_;
  std::vector<ViewerId> viewers_;
  std::vector<ClientUpload> uploads_;
  std::vector<PendingBatch> pending_;
  std::map<ViewerId, std::set<VideoId>> served_, watched_;
  std::map<VideoId, std::set<std::string>> viewed_;  // acknowledged view facts
  int64_t fact_number_ = 0;
  std::unique_ptr<Durable> durable_;
  std::unique_ptr<Process> process_;
};

}  // namespace soleil::sim

// MediaWorker: takes process_video jobs (key: the video's id) and keeps the catalogue told. A lease
// is extended while the work goes on; a lost lease or a removed video stops it. A refusal ends the
// job (never retried); an error of ours fails it (the queue retries, then keeps it for an
// administrator). Each attempt writes a version of its own, so nothing served ever changes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "base/log.h"
#include "catalog/catalog.h"
#include "media/process_video.h"
#include "platform/queue/job_queue.h"

namespace soleil {

struct MediaWorkerLimits {
  int at_once = 1;             // videos; each uses MediaLimits::threads cores
  int64_t extend_ms = 20'000;  // a third of the queue's lease
  int64_t idle_wait_ms = 500;
};

class MediaWorker {
 public:
  using Process = std::function<Result<Verdict>(const MediaJob&, MediaEvents&,
                                                const std::atomic<bool>* cancel)>;
  static constexpr std::string_view kJobKind = "process_video";

  MediaWorker(JobQueue& jobs, Catalog& catalog, Process process, Log& log,
              const MediaWorkerLimits& limits);
  ~MediaWorker();  // as stop()
  MediaWorker(const MediaWorker&) = delete;
  MediaWorker& operator=(const MediaWorker&) = delete;

  void start();
  void stop();      // stops running work, whose jobs are tried again later, and joins
  bool work_one();  // what a thread does: one job, if one is due; for tests and the simulation

 private:
  struct Running {
    Job job;
    VideoId video;
    std::atomic<bool> cancel = false;
  };

  void work();
  void keep_leases();
  void attempt(Running& running);
  void finish(const Running& running, const Result<Verdict>& verdict, int64_t version);
  Result<void> record(const Running& running, const Verdict& verdict, int64_t version);
  void note(const char* event, const Running& running, const Result<void>& result);

  JobQueue& jobs_;
  Catalog& catalog_;
  const Process process_;
  Log& log_;
  const MediaWorkerLimits limits_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::list<Running> running_;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace soleil

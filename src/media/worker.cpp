#include "media/worker.h"

#include <algorithm>

namespace soleil {
namespace {

constexpr int kPercentMaxWhileWorking = 99;

bool needs_work(const VideoPtr& video) {
  if (!video) return false;
  if (video->state == VideoState::processing) return true;
  return video->state == VideoState::published && video->progress < 100;  // a crash between rungs
}

class CatalogEvents final : public MediaEvents {
 public:
  CatalogEvents(Catalog& catalog, VideoId video, int64_t version)
      : catalog_(catalog), video_(video), version_(version) {}
  void on_progress(int percent) override {
    percent_ = std::min(percent, kPercentMaxWhileWorking);
    keep(catalog_.set_progress(video_, percent_));
  }
  void on_playable(const MediaInfo& info) override { keep(tell(info)); }
  void on_rendition(const MediaInfo& info) override { keep(tell(info)); }
  const Result<void>& result() const { return result_; }  // the first failure

 private:
  Result<void> tell(const MediaInfo& info) {
    return catalog_.set_media(video_, encode_media(info), version_, info.duration_ms, info.width,
                              info.height, percent_);
  }
  void keep(Result<void> result) {
    if (result_ && !result) result_ = std::move(result);
  }

  Catalog& catalog_;
  const VideoId video_;
  const int64_t version_;
  int percent_ = 0;
  Result<void> result_;
};

}  // namespace

MediaWorker::MediaWorker(JobQueue& jobs, Catalog& catalog, Process process, Log& log,
                         const MediaWorkerLimits& limits)
    : jobs_(jobs), catalog_(catalog), process_(std::move(process)), log_(log), limits_(limits) {}

MediaWorker::~MediaWorker() {
  stop();
}

void MediaWorker::start() {
  for (int i = 0; i < limits_.at_once; ++i) threads_.emplace_back([this] { work(); });
  threads_.emplace_back([this] { keep_leases(); });
}

void MediaWorker::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    for (Running& running : running_) running.cancel = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void MediaWorker::work() {
  while (!stopping_) {
    if (work_one()) continue;
    jobs_.wait(kJobKind, limits_.idle_wait_ms);
  }
}

void MediaWorker::keep_leases() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, std::chrono::milliseconds(limits_.extend_ms));
    for (Running& running : running_) {
      const bool lost = !jobs_.extend(running.job);
      if (lost || !needs_work(catalog_.find(running.video))) running.cancel = true;
    }
  }
}

bool MediaWorker::work_one() {
  auto taken = jobs_.take(kJobKind);
  if (!taken) {
    log_.error("media_queue", {{"reason", taken.error().reason}});
    return false;
  }
  if (!*taken) return false;
  std::list<Running>::iterator mine;
  {
    std::lock_guard lock(mutex_);
    mine = running_.emplace(running_.end());
    mine->job = std::move(**taken);
    mine->video = VideoId::parse(mine->job.key).value_or(VideoId{});
    mine->cancel = stopping_.load();
  }
  attempt(*mine);
  std::lock_guard lock(mutex_);
  running_.erase(mine);
  return true;
}

void MediaWorker::attempt(Running& running) {
  const VideoPtr video = catalog_.find(running.video);
  if (!needs_work(video)) return note("media_job_moot", running, jobs_.done(running.job));
  MediaJob job;
  job.video = running.video;
  job.version = video->media_version + 1;  // what nobody was ever told of may be written again
  job.source_key = video->source_key;
  CatalogEvents events(catalog_, job.video, job.version);
  Result<Verdict> verdict = process_(job, events, &running.cancel);
  if (verdict && !events.result()) verdict = tl::unexpected<Error>(events.result().error());
  finish(running, verdict, job.version);
}

Result<void> MediaWorker::record(const Running& running, const Verdict& verdict, int64_t version) {
  if (const auto* refusal = std::get_if<Refusal>(&verdict))
    return catalog_.refuse(running.video, refusal->reason, refusal->what);
  const auto& info = std::get<MediaInfo>(verdict);
  return catalog_.set_media(running.video, encode_media(info), version, info.duration_ms,
                            info.width, info.height, 100);
}

void MediaWorker::finish(const Running& running, const Result<Verdict>& verdict, int64_t version) {
  Result<void> recorded;
  if (verdict) recorded = record(running, *verdict, version);
  const Error* error = !verdict ? &verdict.error() : !recorded ? &recorded.error() : nullptr;
  if (!error) return note("media_job_done", running, jobs_.done(running.job));
  // The queue gives it to the next process, and doesn't count it as a failure.
  if (stopping_ && error->code == Code::cancelled) return;
  // Removed meanwhile: there is nothing left to do, and trying again would not change it.
  if (!needs_work(catalog_.find(running.video)))
    return note("media_job_moot", running, jobs_.done(running.job));
  log_.warning("media_attempt_failed", {{"video", running.video.text()},
                                        {"attempt", int64_t{running.job.attempt}},
                                        {"reason", error->reason}});
  note("media_job_failed", running, jobs_.fail(running.job, error->reason + ": " + error->what));
}

void MediaWorker::note(const char* event, const Running& running, const Result<void>& result) {
  if (result) return log_.debug(event, {{"video", running.video.text()}});
  log_.warning("media_queue", {{"video", running.video.text()}, {"reason", result.error().reason}});
}

}  // namespace soleil

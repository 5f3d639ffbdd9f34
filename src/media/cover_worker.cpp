#include "media/cover_worker.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "media/files.h"
#include "model/media.h"

namespace soleil {
namespace {

constexpr int kTriesMax = 3;
constexpr auto kRetryAfter = std::chrono::seconds(2);
constexpr int64_t kWallMsMax = 30'000;
constexpr int64_t kStepBackMs = 1'000;  // past the last picture there is none: look earlier

// Quick: it is asked at every change of every video.
bool may_want_cover(const Video& v) {
  return v.state == VideoState::published && v.progress == 100 &&
         (v.cover_ms >= 0 || v.media.find(kCoverPrefix) != std::string::npos);
}

bool wants_cover(const Video& v) {
  if (!may_want_cover(v)) return false;
  const auto media = decode_media(v.media);
  return media && media->complete && media->poster != poster_file(v.cover_ms);
}

std::string seconds(int64_t ms) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", static_cast<double>(ms) / 1e3);
  return text;
}

std::vector<std::string> cover_argv(int64_t at_ms) {
  return {"/usr/bin/ffmpeg",
          "-hide_banner",
          "-nostdin",
          "-nostats",
          "-y",
          "-v",
          "error",
          "-ss",
          seconds(at_ms),
          "-i",
          "/in/0",
          "-map",
          "0:v:0",
          "-frames:v",
          "1",
          "-c:v",
          "mjpeg",
          "-pix_fmt",
          "yuvj420p",
          "-q:v",
          "4",
          "-f",
          "image2",
          "-update",
          "1",
          "/work/cover.jpg"};
}

}  // namespace

CoverWorker::CoverWorker(Catalog& catalog, BlobStore& blobs, ProcessRunner& runner, Log& log,
                         const MediaLimits& limits, std::string scratch_folder)
    : catalog_(catalog),
      blobs_(blobs),
      runner_(runner),
      log_(log),
      limits_(limits),
      scratch_folder_(std::move(scratch_folder)) {
  listening_ = catalog_.listen([this](const VideoChange& change) { look_at(change.video); });
  for (const VideoPtr& video : catalog_.all()) look_at(video);
}

CoverWorker::~CoverWorker() {
  stop();
}

void CoverWorker::start() {
  thread_ = std::thread([this] { work(); });
}

void CoverWorker::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  listening_.reset();
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void CoverWorker::look_at(const VideoPtr& video) {
  if (!wants_cover(*video)) return;
  std::lock_guard lock(mutex_);
  wanted_.try_emplace(video->id, 0);
  wake_.notify_all();
}

void CoverWorker::work() {
  while (!stopping_) {
    if (work_one()) continue;
    std::unique_lock lock(mutex_);
    // What failed waits a little; what is asked for wakes at once.
    if (wanted_.empty())
      wake_.wait(lock, [this] { return stopping_ || !wanted_.empty(); });
    else
      wake_.wait_for(lock, kRetryAfter, [this] { return stopping_.load(); });
  }
}

bool CoverWorker::work_one() {
  VideoId id;
  {
    std::lock_guard lock(mutex_);
    if (wanted_.empty()) return false;
    id = wanted_.begin()->first;
  }
  const VideoPtr video = catalog_.find(id);
  const Result<void> made = video && wants_cover(*video) ? make(*video) : Result<void>();
  const VideoPtr now = catalog_.find(id);
  std::lock_guard lock(mutex_);
  if (made || !now || !wants_cover(*now)) {
    // Another moment may have been chosen meanwhile: then it is still wanted.
    if (!now || !wants_cover(*now)) wanted_.erase(id);
    return true;
  }
  if (stopping_) return false;
  log_.warning("cover_failed", {{"video", id.text()}, {"reason", made.error().reason}});
  if (++wanted_[id] >= kTriesMax) wanted_.erase(id);  // until it is chosen again, or the next start
  return false;
}

Result<void> CoverWorker::make(const Video& video) {
  const MediaInfo media = SOLEIL_TRY(decode_media(video.media));
  const std::string name = poster_file(video.cover_ms);
  const std::string folder = media_folder(video.id, video.media_version);
  if (!blobs_.stat(folder + name))
    SOLEIL_TRY(take_picture(video, folder + media.mp4, folder + name));
  return catalog_.set_poster(video.id, video.media_version, video.cover_ms);
}

Result<void> CoverWorker::take_picture(const Video& video, const std::string& source,
                                       const std::string& name) {
  const WorkFolder work = SOLEIL_TRY(WorkFolder::make(scratch_folder_, "cover-" + video.id.text()));
  const auto reader = SOLEIL_TRY(blobs_.open(source));
  if (reader->path().empty())
    return fail(Code::unavailable, "no_file", "A cover is taken from a file only.");
  for (int64_t at_ms = std::min(video.cover_ms, video.duration_ms);; at_ms -= kStepBackMs) {
    ChildSpec spec;
    spec.argv = cover_argv(std::max<int64_t>(0, at_ms));
    spec.inputs = {reader->path()};
    spec.work_folder = work.path();
    spec.limits.wall_ms_max = spec.limits.cpu_ms_max = kWallMsMax;
    spec.limits.memory_bytes_max = limits_.memory_bytes_max;
    spec.cancel = &stopping_;
    const ChildResult child = SOLEIL_TRY(runner_.run(spec));
    if (file_bytes(work.file("cover.jpg")) > 0) break;
    if (at_ms <= 0 || child.end != ChildEnd::exited)
      return fail(Code::corrupt, "no_picture", "No picture could be taken at this moment.");
  }
  return blobs_.adopt(name, work.file("cover.jpg"));
}

}  // namespace soleil

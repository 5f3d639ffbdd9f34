#include "media/process_video.h"

#include "media/video_run.h"

namespace soleil {
namespace {

bool will_fail_again(const Error& error) {
  return error.code == Code::invalid || error.code == Code::too_large;
}

Result<void> remove_folder(BlobStore& blobs, const std::string& prefix) {
  for (;;) {
    const auto found = SOLEIL_TRY(blobs.list(prefix));
    if (found.empty()) return {};
    for (const BlobInfo& blob : found) SOLEIL_TRY(blobs.remove(blob.key));
  }
}

}  // namespace

Result<Verdict> MediaProcessor::process(const MediaJob& job, MediaEvents& events,
                                        const std::atomic<bool>* cancel) {
  const int64_t begun_ms = clock_.monotonic_ms();
  const std::string name = job.video.text() + "-" + std::to_string(job.version);
  WorkFolder work = SOLEIL_TRY(WorkFolder::make(scratch_folder_, name));
  VideoRun run(runner_, blobs_, log_, limits_, job, events, cancel, work);
  auto media = run.all();
  const int64_t took_ms = clock_.monotonic_ms() - begun_ms;
  if (media) {
    log_.info("video_processed", {{"video", job.video.text()},
                                  {"wall_ms", took_ms},
                                  {"duration_ms", media->duration_ms},
                                  {"renditions", static_cast<int64_t>(media->renditions.size())}});
    return Verdict(std::move(*media));
  }
  const Error& error = media.error();
  const auto cleaned = remove_folder(blobs_, media_folder(job.video, job.version));
  log_.info(will_fail_again(error) ? "video_refused" : "video_failed",
            {{"video", job.video.text()}, {"wall_ms", took_ms}, {"reason", error.reason}});
  if (!will_fail_again(error)) return tl::unexpected<Error>(error);
  if (!cleaned) return tl::unexpected<Error>(cleaned.error());
  return Verdict(Refusal{error.reason, error.what});
}

Result<int64_t> sweep_media(BlobStore& blobs, VideoId video, int64_t version_kept, int64_t now_ms,
                            int64_t grace_ms) {
  const std::string kept = media_folder(video, version_kept);
  const std::string all = "public/video/" + video.text() + "/";
  int64_t removed = 0;
  std::string after;
  for (;;) {
    const auto found = SOLEIL_TRY(blobs.list(all, after));
    if (found.empty()) return removed;
    for (const BlobInfo& blob : found) {
      after = blob.key;
      const bool needed = blob.key.starts_with(kept) && !blob.key.starts_with(kept + "partial/");
      if (needed || now_ms - blob.modified_ms < grace_ms) continue;
      SOLEIL_TRY(blobs.remove(blob.key));
      ++removed;
    }
  }
}

}  // namespace soleil

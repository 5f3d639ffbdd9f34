#include "media/process_video.h"

#include "media/video_run.h"

namespace soleil {
namespace {

bool will_fail_again(const Error& error) {
  return error.code == Code::invalid || error.code == Code::too_large;
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
  const bool refused = will_fail_again(error);
  log_.info(refused ? "video_refused" : "video_failed",
            {{"video", job.video.text()}, {"wall_ms", took_ms}, {"reason", error.reason}});
  if (refused) return Verdict(Refusal{error.reason, error.what});
  return tl::unexpected<Error>(error);
}

}  // namespace soleil

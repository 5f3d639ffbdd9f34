// VideoRun: one attempt at one video, step by step. Internal to MediaProcessor. Its errors of code
// invalid and too_large are refusals.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "media/files.h"
#include "media/partial.h"
#include "media/plan.h"
#include "media/process_video.h"
#include "media/sound_run.h"

namespace soleil {

class VideoRun {
 public:
  VideoRun(ProcessRunner& runner, BlobStore& blobs, Log& log, const MediaLimits& limits,
           const MediaJob& job, MediaEvents& events, const std::atomic<bool>* cancel,
           const WorkFolder& work)
      : runner_(runner),
        log_(log),
        blobs_(blobs),
        limits_(limits),
        job_(job),
        events_(events),
        cancel_(cancel),
        work_(work),
        prefix_(media_folder(job.video, job.version)) {}

  Result<MediaInfo> all();

 private:
  Result<std::string> find_source();  // its path
  Result<void> make_head(const std::optional<Gain>& gain, PartialPublication& partial);
  Result<void> make_ladder(PartialPublication& partial);
  void follow_ladder(std::string_view progress, PartialPublication& partial);
  void offer(PartialPublication& partial, const std::string& name, int64_t end_us);
  Result<void> publish_ladder();
  Result<Rendition> publish_rung(const Rung& rung);
  Result<void> make_extras();
  Result<void> adopt(const std::string& name);
  Result<ChildResult> tool(std::vector<std::string> argv);
  void progress(int percent);

  ProcessRunner& runner_;
  Log& log_;
  BlobStore& blobs_;
  const MediaLimits& limits_;
  const MediaJob& job_;
  MediaEvents& events_;
  const std::atomic<bool>* cancel_;
  const WorkFolder& work_;
  const std::string prefix_;

  std::unique_ptr<BlobReader> source_;
  const MediaTools* tools_ = nullptr;
  Plan plan_;
  MediaInfo info_;
  int percent_ = -1;
  std::string progress_line_;
  std::optional<Error> partial_error_;
};

}  // namespace soleil

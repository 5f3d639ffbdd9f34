// MediaTools: runs ffmpeg and its kin on one source, each in the sandbox, and says what their end
// means for the video. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "media/files.h"
#include "media/limits.h"
#include "platform/process/process.h"

namespace soleil {

class MediaTools {
 public:
  // source_path is seen by the tools as /in/0, the work folder as /work.
  MediaTools(ProcessRunner& runner, Log& log, const MediaLimits& limits, std::string source_path,
             const WorkFolder& work, const std::atomic<bool>* cancel)
      : runner_(runner),
        log_(log),
        limits_(limits),
        source_path_(std::move(source_path)),
        work_(work),
        cancel_(cancel) {}

  Result<ChildResult> run(std::vector<std::string> argv, int64_t wall_ms_max,
                          std::function<void(std::string_view)> on_stdout = {}) const;
  // As run(); anything but a good end is an error, as judge() has it.
  Result<ChildResult> run_well(std::vector<std::string> argv, int64_t wall_ms_max,
                               std::function<void(std::string_view)> on_stdout = {}) const;

  const WorkFolder& work() const { return work_; }

 private:
  ProcessRunner& runner_;
  Log& log_;
  const MediaLimits& limits_;
  const std::string source_path_;
  const WorkFolder& work_;
  const std::atomic<bool>* cancel_;
};

// Code::invalid, too_large: it would fail again. Others: our fault, or cancelled.
Result<void> judge(const ChildResult& child);
tl::unexpected<Error> undecodable();

}  // namespace soleil

// MediaProcessor: a source file in, a playable video out, in public/video/<id>/<version>/.
// What it does: docs/media.md. Expected failures that would fail again are a Verdict (refused,
// once, with the reason); an Error is about us (sandbox, disk, cancelled) and worth another
// attempt. Thread-safe: process() blocks and may run for several videos at once.
#pragma once

#include <atomic>
#include <string>
#include <variant>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "media/limits.h"
#include "model/id.h"
#include "model/media.h"
#include "platform/blob/blob.h"
#include "platform/process/process.h"

namespace soleil {

struct MediaJob {
  VideoId video;
  int64_t version = 0;      // names the folder; a new attempt takes a new one
  std::string source_key;   // a blob, or
  std::string source_path;  // a local file
};

// Called on the thread of process().
class MediaEvents {
 public:
  virtual ~MediaEvents() = default;
  virtual void on_progress(int percent) = 0;             // 0..99, rising
  virtual void on_playable(const MediaInfo& info) = 0;   // the first segments can be played
  virtual void on_rendition(const MediaInfo& info) = 0;  // all renditions; extras still to come
};

struct Refusal {
  std::string reason;  // stable key: see plan.h; also undecodable, costs_too_much
  std::string what;    // sentences for the uploader
};

using Verdict = std::variant<MediaInfo, Refusal>;

class MediaProcessor {
 public:
  MediaProcessor(ProcessRunner& runner, BlobStore& blobs, Log& log, const Clock& clock,
                 const MediaLimits& limits, std::string scratch_folder)
      : runner_(runner),
        blobs_(blobs),
        log_(log),
        clock_(clock),
        limits_(limits),
        scratch_folder_(std::move(scratch_folder)) {}

  Result<Verdict> process(const MediaJob& job, MediaEvents& events,
                          const std::atomic<bool>* cancel = nullptr);

 private:
  ProcessRunner& runner_;
  BlobStore& blobs_;
  Log& log_;
  const Clock& clock_;
  const MediaLimits limits_;
  const std::string scratch_folder_;
};

}  // namespace soleil

// CoverWorker: makes the poster that an author chose. There is no job: the rows say what is wanted
// (a cover_ms that the poster does not show yet), so a crash loses nothing, and a start looks at
// all of them. It has a thread of its own: a cover does not wait behind a video that is processed.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.h"
#include "catalog/catalog.h"
#include "media/limits.h"
#include "platform/blob/blob.h"
#include "platform/process/process.h"

namespace soleil {

class CoverWorker {
 public:
  CoverWorker(Catalog& catalog, BlobStore& blobs, ProcessRunner& runner, Log& log,
              const MediaLimits& limits, std::string scratch_folder);
  ~CoverWorker();  // as stop()
  CoverWorker(const CoverWorker&) = delete;
  CoverWorker& operator=(const CoverWorker&) = delete;

  void start();
  void stop();      // a cover under way is stopped, and made at the next start
  bool work_one();  // what the thread does: one cover, if one is wanted; for tests

 private:
  void look_at(const VideoPtr& video);
  void work();
  Result<void> make(const Video& video);
  Result<void> take_picture(const Video& video, const std::string& source, const std::string& name);

  Catalog& catalog_;
  BlobStore& blobs_;
  ProcessRunner& runner_;
  Log& log_;
  const MediaLimits limits_;
  const std::string scratch_folder_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::map<VideoId, int> wanted_;  // and how often it failed
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
  std::shared_ptr<void> listening_;
};

}  // namespace soleil

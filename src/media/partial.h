// PartialPublication: while the ladder is being made, offers the segments of its lowest rung that
// are finished, as partial/master.m3u8 and a growing playlist. Every file named is whole.
#pragma once

#include <string>

#include "base/result.h"
#include "media/plan.h"
#include "model/media.h"
#include "platform/blob/blob.h"

namespace soleil {

class PartialPublication {
 public:
  // prefix: media_folder(); work_folder: where ffmpeg grows NAME.mp4 and NAME.m3u8.
  PartialPublication(BlobStore& blobs, std::string prefix, std::string work_folder,
                     const Plan& plan)
      : blobs_(blobs),
        prefix_(std::move(prefix)),
        work_folder_(std::move(work_folder)),
        plan_(plan) {}

  // Publishes segments finished since the last call; true when these were the first.
  Result<bool> advance();
  const Rendition& rendition() const { return rendition_; }  // once playable

 private:
  Result<void> begin(const std::string& initialisation);

  BlobStore& blobs_;
  const std::string prefix_, work_folder_;
  const Plan& plan_;
  Rendition rendition_;
  size_t published_ = 0;  // segments
  bool ended_ = false;
};

}  // namespace soleil

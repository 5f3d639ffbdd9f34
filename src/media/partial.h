// PartialPublication: while the ladder is being made, offers the segments of its lowest rung that
// are finished, as partial/master.m3u8 and a growing playlist. Every file named is whole. The first
// segments may come from the head, the others then from the ladder: both are cut alike.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "media/plan.h"
#include "media/playlist.h"
#include "model/media.h"
#include "platform/blob/blob.h"

namespace soleil {

class PartialPublication {
 public:
  static constexpr int64_t kToTheEnd = INT64_MAX;

  // prefix: media_folder().
  PartialPublication(BlobStore& blobs, std::string prefix, const Plan& plan)
      : blobs_(blobs), prefix_(std::move(prefix)), plan_(plan) {}

  // Publishes segments that ffmpeg has finished in `base`.mp4 and named in `base`.m3u8 since the
  // last call, those that begin before end_us (kToTheEnd: all, and then its end); true when these
  // were the first.
  Result<bool> advance(const std::string& base, int64_t end_us);
  const Rendition& rendition() const { return rendition_; }  // once playable

 private:
  Result<void> begin(const std::string& initialisation);

  BlobStore& blobs_;
  const std::string prefix_;
  const Plan& plan_;
  Rendition rendition_;
  MediaPlaylist published_;
};

}  // namespace soleil

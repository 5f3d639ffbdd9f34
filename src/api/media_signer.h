// MediaSigner: addresses of a video's files that expire and that a change of the video makes void
// at once. /media/<token>/<video id>/<file>; token = base64url(expiry hour u32 | version u64 |
// first 16 bytes of HMAC-SHA-256(key, expiry | version | video id | media_epoch)), big-endian. All
// files of a video share one token, so relative addresses inside playlists keep working. A token is
// the same for 6 hours, so that caches hit, and good for 6 to 12. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "model/video.h"

namespace soleil {

class MediaSigner {
 public:
  // here: videos at home elsewhere get /media/far/<token>/…, which asks that region for what is not
  // here yet (far_media_api.h). 0: all are at home here.
  MediaSigner(std::string key, const Clock& clock, RegionIndex here = 0)
      : key_(std::move(key)), clock_(clock), here_(here) {}

  std::string url(const Video& video, std::string_view file) const;
  int64_t expires_ms() const;  // of a token made now

  // The version whose files the token opens, if it is for this video as it is now.
  std::optional<int64_t> check(std::string_view token, const Video& video) const;

 private:
  std::string sign(uint32_t hour, uint64_t version, const Video& video) const;
  uint32_t expiry_hour() const;
  const std::string key_;
  const Clock& clock_;
  const RegionIndex here_;
};

}  // namespace soleil

// MediaInfo: what a processed video offers a player. Names are relative to the folder
// public/video/<id>/<version>/; a folder's files never change, except partial/*.m3u8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/id.h"
#include "model/video.h"

namespace soleil {

struct Rendition {
  std::string name;  // its short side: "360"
  int64_t width = 0, height = 0;
  int64_t bandwidth = 0;          // bits a second, peak as RFC 8216 defines it
  int64_t average_bandwidth = 0;  // bits a second
  std::string codecs;             // RFC 6381, read from the bitstream
  double frame_rate = 0;
  std::string playlist;  // "360.m3u8"
  int64_t size_bytes = 0;
};

struct Loudness {               // EBU R128
  double source_lufs = 0;       // integrated, as measured in the source
  double source_peak_dbtp = 0;  // true peak
  double gain_db = 0;           // the one linear gain applied
  bool limited = false;         // a limiter held the peaks
  double lufs = 0;              // what the result measures
};

struct Storyboard {
  std::string image;  // columns x rows tiles, left to right, top to bottom
  int64_t columns = 0, rows = 0;
  int64_t tile_width = 0, tile_height = 0;
  int64_t tiles = 0;
  int64_t interval_ms = 0;  // tile i shows the picture at i * interval_ms
};

struct MediaInfo {
  int64_t duration_ms = 0;
  int64_t width = 0, height = 0;  // as it is seen: upright, square pixels
  bool has_audio = false;
  bool complete = false;  // false: `master` names a growing playlist of the lowest rendition
  std::optional<Loudness> loudness;
  std::string master;                 // multivariant playlist
  std::vector<Rendition> renditions;  // lowest first
  // Empty until complete; audio stays empty without sound.
  std::string poster, preview, mp4, audio;
  std::optional<Storyboard> storyboard;
  int64_t size_bytes = 0;  // of all its files
};

std::string encode_media(const MediaInfo& info);
Result<MediaInfo> decode_media(std::string_view text);

std::string media_folder(VideoId video, int64_t version);  // blob key prefix, ends with '/'

// Captions lie beside the versions: they outlive a new rendition. "captions/fr-1764150000000.vtt"
// in the video's folder.
inline constexpr std::string_view kCaptionsFolder = "captions/";
std::string video_folder(VideoId video);  // blob key prefix, ends with '/'
std::string caption_file(const CaptionTrack& track);

// The poster's name: ours, or the one taken at the moment that the author chose.
inline constexpr std::string_view kCoverPrefix = "cover-";
std::string poster_file(int64_t cover_ms);

}  // namespace soleil

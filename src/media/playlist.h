// Playlists: reads the one ffmpeg grows, writes those that viewers get (RFC 8216). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/media.h"

namespace soleil {

struct FileRange {
  int64_t offset = 0, length = 0;
};

struct Segment {
  double duration_s = 0;
  FileRange range;
};

struct MediaPlaylist {  // of a single file: initialisation, then segments
  FileRange initialisation;
  std::vector<Segment> segments;
  bool ended = false;

  int64_t file_bytes() const;  // what the file must hold for all of it to be playable
  double duration_s() const;
};

// nullopt when it is not (yet) a playlist of one file with at least one segment.
std::optional<MediaPlaylist> parse_media_playlist(std::string_view text);

// A finished rendition: byte ranges of one file.
std::string write_media_playlist(const MediaPlaylist& playlist, const std::string& file);
// A growing one: the segments so far are files 0.m4s, 1.m4s … beside it, after init.mp4;
// EVENT until it ends.
std::string write_growing_playlist(const MediaPlaylist& playlist);
std::string write_master_playlist(const std::vector<Rendition>& renditions);

struct Bandwidth {
  int64_t peak = 0, average = 0;  // bits a second
};
// Peak as RFC 8216 4.3.4.2 has it: over any run of segments of 0.5 to 1.5 target durations.
Bandwidth measure_bandwidth(const MediaPlaylist& playlist);

}  // namespace soleil

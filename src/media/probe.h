// Probe: what a source file really holds. ffprobe's word is checked against its packets, because
// headers lie. Parsing is pure and takes any JSON: absurd values become "unknown", not errors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "media/limits.h"
#include "platform/process/process.h"

namespace soleil {

enum class Turn {  // how decoded pictures must be turned to stand upright
  none,
  clockwise,
  half,
  counter_clockwise,
  mirror,
  flip,
  transpose,
  anti_transpose
};

enum class ColourKind { sdr, wide_sdr, pq, hlg, dolby_only };  // wide_sdr: BT.2020 without HDR

struct VideoTrack {
  int index = 0;
  std::string codec;
  int64_t width = 0, height = 0;  // as stored
  double pixel_aspect = 1;        // width of a pixel over its height
  Turn turn = Turn::none;
  std::string pixel_format;
  bool full_range = false;
  bool alpha = false;
  bool rgb = false;
  std::string matrix;  // "bt709", "smpte170m" …, "" unknown
  ColourKind colour = ColourKind::sdr;
  bool attached_picture = false;
  std::vector<int64_t> times_us;  // when each shown picture starts, sorted
  int64_t end_us = 0;
  int64_t declared_frames = 0;
  double declared_rate = 0;  // average, 0 unknown
};

struct AudioTrack {
  int index = 0;
  std::string codec;
  int64_t channels = 0, sample_rate = 0;
  bool is_default = false;
  int64_t packets = 0;
  int64_t begin_us = 0, end_us = 0;
};

// Times count from the container's start, as ffmpeg does.
struct Probe {
  std::string container;
  int64_t streams = 0;
  bool encrypted = false;
  std::vector<VideoTrack> videos;
  std::vector<AudioTrack> audios;

  const VideoTrack* video() const;  // the one with most pictures; nullptr: none that moves
  const AudioTrack* audio() const;  // the default or first that has sound
};

// The demuxers and decoders a source may use: no text, playlists, pictures or subtitles.
std::vector<std::string> reading_options();

std::vector<std::string> probe_argv(const MediaLimits& limits);
Result<Probe> parse_probe(std::string_view ffprobe_json);

// Reasons: not_a_video (with what is wrong), and Code::unavailable when the sandbox fails.
Result<Probe> probe_file(ProcessRunner& runner, const std::string& path, const MediaLimits& limits,
                         const std::atomic<bool>* cancel);

}  // namespace soleil

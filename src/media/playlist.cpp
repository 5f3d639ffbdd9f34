#include "media/playlist.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "base/text.h"

namespace soleil {
namespace {

constexpr size_t kSegmentsMax = 10'000;
constexpr std::string_view kMapStart = "#EXT-X-MAP:";

// "length@offset", as ffmpeg always writes it.
std::optional<FileRange> parse_range(std::string_view text) {
  const auto parts = split(text, '@');
  if (parts.size() != 2) return std::nullopt;
  const auto length = parse_int(parts[0]), offset = parse_int(parts[1]);
  constexpr int64_t kMax = int64_t{1} << 42;
  if (!length || !offset || *length <= 0 || *offset < 0 || *length > kMax || *offset > kMax)
    return std::nullopt;
  return FileRange{*offset, *length};
}

std::optional<double> parse_duration(std::string_view text) {
  const std::string number(text.substr(0, text.find(',')));
  char* end = nullptr;
  const double value = std::strtod(number.c_str(), &end);
  if (end == number.c_str() || !std::isfinite(value) || value < 0 || value > 1e6)
    return std::nullopt;
  return value;
}

int64_t target_duration(const MediaPlaylist& playlist) {
  double longest = 1;
  for (const Segment& s : playlist.segments) longest = std::max(longest, s.duration_s);
  return std::llround(longest);
}

std::string head(const MediaPlaylist& playlist, const char* type) {
  return "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:" +
         std::to_string(target_duration(playlist)) + "\n#EXT-X-MEDIA-SEQUENCE:0\n" +
         "#EXT-X-PLAYLIST-TYPE:" + type + "\n#EXT-X-INDEPENDENT-SEGMENTS\n";
}

std::string duration_line(double seconds) {
  char line[48];
  std::snprintf(line, sizeof line, "#EXTINF:%.6f,\n", seconds);
  return line;
}

}  // namespace

int64_t MediaPlaylist::file_bytes() const {
  int64_t bytes = initialisation.offset + initialisation.length;
  for (const Segment& s : segments) bytes = std::max(bytes, s.range.offset + s.range.length);
  return bytes;
}

double MediaPlaylist::duration_s() const {
  double sum = 0;
  for (const Segment& s : segments) sum += s.duration_s;
  return sum;
}

std::optional<MediaPlaylist> parse_media_playlist(std::string_view text) {
  MediaPlaylist playlist;
  double duration = -1;  // of the segment whose name comes next
  FileRange range;
  for (std::string_view line : split(text, '\n')) {
    if (line.starts_with(kMapStart)) {
      const size_t at = line.find("BYTERANGE=\"");
      if (at == std::string_view::npos) return std::nullopt;
      const std::string_view rest = line.substr(at + 11);
      const auto map = parse_range(rest.substr(0, rest.find('"')));
      if (!map) return std::nullopt;
      playlist.initialisation = *map;
    } else if (line.starts_with("#EXTINF:")) {
      duration = parse_duration(line.substr(8)).value_or(-1);
    } else if (line.starts_with("#EXT-X-BYTERANGE:")) {
      range = parse_range(line.substr(17)).value_or(FileRange{});
    } else if (line == "#EXT-X-ENDLIST") {
      playlist.ended = true;
    } else if (!line.empty() && line[0] != '#') {
      const bool whole = duration >= 0 && range.length > 0;
      if (!whole || playlist.segments.size() >= kSegmentsMax) return std::nullopt;
      playlist.segments.push_back({std::exchange(duration, -1), std::exchange(range, {})});
    }
  }
  if (playlist.segments.empty() || playlist.initialisation.length == 0) return std::nullopt;
  return playlist;
}

std::string write_media_playlist(const MediaPlaylist& playlist, const std::string& file) {
  const auto range = [](const FileRange& r) {
    return std::to_string(r.length) + "@" + std::to_string(r.offset);
  };
  std::string text = head(playlist, "VOD") + "#EXT-X-MAP:URI=\"" + file + "\",BYTERANGE=\"" +
                     range(playlist.initialisation) + "\"\n";
  for (const Segment& s : playlist.segments)
    text += duration_line(s.duration_s) + "#EXT-X-BYTERANGE:" + range(s.range) + "\n" + file + "\n";
  return text + "#EXT-X-ENDLIST\n";
}

std::string write_growing_playlist(const MediaPlaylist& playlist) {
  // The target may not change while the list grows: 2 s, as the plan forces key frames.
  MediaPlaylist steady = playlist;
  steady.segments.push_back({2, {}});
  std::string text = head(steady, "EVENT") + "#EXT-X-START:TIME-OFFSET=0,PRECISE=YES\n" +
                     "#EXT-X-MAP:URI=\"init.mp4\"\n";
  for (size_t i = 0; i < playlist.segments.size(); ++i)
    text += duration_line(playlist.segments[i].duration_s) + std::to_string(i) + ".m4s\n";
  return text + (playlist.ended ? "#EXT-X-ENDLIST\n" : "");
}

std::string write_master_playlist(const std::vector<Rendition>& renditions) {
  std::string text = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n";
  for (const Rendition& r : renditions) {
    char line[320];
    std::snprintf(line, sizeof line,
                  "#EXT-X-STREAM-INF:BANDWIDTH=%lld,AVERAGE-BANDWIDTH=%lld,RESOLUTION=%lldx%lld,"
                  "FRAME-RATE=%.3f,CODECS=\"%s\"\n",
                  static_cast<long long>(r.bandwidth), static_cast<long long>(r.average_bandwidth),
                  static_cast<long long>(r.width), static_cast<long long>(r.height), r.frame_rate,
                  r.codecs.c_str());
    text += line + r.playlist + "\n";
  }
  return text;
}

Bandwidth measure_bandwidth(const MediaPlaylist& playlist) {
  const double target = static_cast<double>(target_duration(playlist));
  double bits = 0, peak = 0;
  for (size_t first = 0; first < playlist.segments.size(); ++first) {
    bits += static_cast<double>(playlist.segments[first].range.length) * 8;
    double run_bits = 0, run_s = 0;
    for (size_t i = first; i < playlist.segments.size(); ++i) {
      run_bits += static_cast<double>(playlist.segments[i].range.length) * 8;
      run_s += playlist.segments[i].duration_s;
      if (run_s > 1.5 * target) break;
      if (run_s >= 0.5 * target) peak = std::max(peak, run_bits / run_s);
    }
  }
  const double average = bits / std::max(playlist.duration_s(), 0.001);
  return {std::llround(std::max(peak, average)), std::llround(average)};
}

}  // namespace soleil

#include "media/extras.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "base/text.h"

namespace soleil {
namespace {

constexpr int64_t kTilesMax = 60;
constexpr int64_t kTileIntervalMsMin = 500;
constexpr int64_t kTileShortSide = 90;
constexpr int64_t kPreviewMs = 2'500;
constexpr int64_t kPreviewShortSide = 240;

std::string seconds(int64_t ms) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", static_cast<double>(ms) / 1e3);
  return text;
}

// Short side as asked (or less, if the rung is smaller), the other by shape.
Size scaled(const Rung& rung, int64_t short_side) {
  const int64_t low = std::min(rung.width, rung.height);
  const double scale = std::min(1.0, static_cast<double>(short_side) / static_cast<double>(low));
  const auto side = [&](int64_t full) {
    return std::max<int64_t>(2, std::llround(static_cast<double>(full) * scale / 2) * 2);
  };
  return {side(rung.width), side(rung.height)};
}

std::string text(Size size) {
  return std::to_string(size.width) + ":" + std::to_string(size.height);
}

double value_of(std::string_view line) {
  const std::string number(line.substr(line.rfind('=') + 1));
  return std::strtod(number.c_str(), nullptr);
}

double poster_score(const TileStats& tile, size_t index, size_t count) {
  const double contrast = std::min(tile.high - tile.low, 140.0);
  // Words or a small figure on a plain ground are no tenth of it: the percentiles don't see them.
  const double detail = 0.25 * (tile.most - tile.least);
  const double balance = std::fabs(tile.average - 115) * 0.4;
  const double lateness = 30.0 * static_cast<double>(index) / static_cast<double>(count);
  const bool blank = tile.average < 30 || tile.average > 228 || tile.high - tile.low < 20;
  return contrast + detail - balance - lateness - (blank ? 200 : 0);
}

}  // namespace

Storyboard plan_storyboard(const Plan& plan) {
  const int64_t duration_ms = std::max<int64_t>(1, plan.duration_us / 1000);
  const int64_t even_share = (duration_ms + kTilesMax - 1) / kTilesMax;
  Storyboard board;
  board.image = "storyboard.webp";
  board.interval_ms = std::max(kTileIntervalMsMin, (even_share + 99) / 100 * 100);
  board.tiles = (duration_ms + board.interval_ms - 1) / board.interval_ms;
  board.columns = std::min<int64_t>(10, board.tiles);
  board.rows = (board.tiles + board.columns - 1) / board.columns;
  const Size tile = scaled(plan.rungs.front(), kTileShortSide);
  board.tile_width = tile.width;
  board.tile_height = tile.height;
  return board;
}

std::vector<std::string> storyboard_argv(const Plan& plan, const Storyboard& board) {
  const std::string rate = std::to_string(1000) + "/" + std::to_string(board.interval_ms);
  // round=up with a start at 0: the first picture at or after each tile's time.
  const std::string filters =
      "fps=" + rate +
      ":start_time=0:round=up,scale=" + text({board.tile_width, board.tile_height}) +
      ",signalstats,metadata=print:file=-,tile=" + std::to_string(board.columns) + "x" +
      std::to_string(board.rows);
  return {"/usr/bin/ffmpeg",
          "-hide_banner",
          "-nostdin",
          "-nostats",
          "-y",
          "-v",
          "error",
          "-threads",
          std::to_string(plan.threads),
          "-i",
          "/work/" + plan.rungs.front().name + ".mp4",
          "-map",
          "0:v:0",
          "-vf",
          filters,
          "-frames:v",
          "1",
          "-c:v",
          "libwebp",
          "-quality",
          "60",
          "-compression_level",
          "2",
          "-f",
          "image2",
          "-update",
          "1",
          "/work/storyboard.webp"};
}

std::vector<TileStats> parse_tile_stats(std::string_view output) {
  std::vector<TileStats> tiles;
  for (std::string_view line : split(output, '\n')) {
    if (line.starts_with("frame:")) {
      const size_t at = line.find("pts_time:");
      const std::string time(at == std::string_view::npos ? "0" : line.substr(at + 9));
      const double s = std::strtod(time.c_str(), nullptr);
      if (!std::isfinite(s) || s < 0 || s > 1e6 || tiles.size() >= kTilesMax) continue;
      tiles.push_back({std::llround(s * 1000)});
    }
    if (tiles.empty()) continue;
    if (line.starts_with("lavfi.signalstats.YAVG=")) tiles.back().average = value_of(line);
    if (line.starts_with("lavfi.signalstats.YLOW=")) tiles.back().low = value_of(line);
    if (line.starts_with("lavfi.signalstats.YHIGH=")) tiles.back().high = value_of(line);
    if (line.starts_with("lavfi.signalstats.YMIN=")) tiles.back().least = value_of(line);
    if (line.starts_with("lavfi.signalstats.YMAX=")) tiles.back().most = value_of(line);
  }
  return tiles;
}

int64_t choose_poster_ms(const std::vector<TileStats>& tiles) {
  size_t best = 0;
  for (size_t i = 1; i < tiles.size(); ++i)
    if (poster_score(tiles[i], i, tiles.size()) > poster_score(tiles[best], best, tiles.size()))
      best = i;
  return tiles.empty() ? 0 : tiles[best].time_ms;
}

const Rung& fallback_rung(const Plan& plan) {
  const Rung* best = &plan.rungs.front();
  for (const Rung& rung : plan.rungs)
    if (std::min(rung.width, rung.height) <= 720) best = &rung;
  return *best;
}

std::vector<std::string> extras_argv(const Plan& plan, int64_t poster_ms, bool has_audio) {
  const int64_t duration_ms = plan.duration_us / 1000;
  const int64_t last_start = std::max<int64_t>(0, duration_ms - kPreviewMs);
  const int64_t preview_ms = std::min(std::max<int64_t>(0, poster_ms - 500), last_start);
  const std::string best = "/work/" + fallback_rung(plan).name + ".mp4";
  const std::string low = "/work/" + plan.rungs.front().name + ".mp4";
  const std::string threads = std::to_string(plan.threads);
  const Size preview = scaled(plan.rungs.front(), kPreviewShortSide);
  std::vector<std::string> words = {
      "/usr/bin/ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-y", "-v", "error", "-i", best};
  const auto append = [&](std::initializer_list<std::string> more) {
    words.insert(words.end(), more);
  };
  // Without an end ffmpeg would decode the whole of it for one picture.
  append({"-threads", threads, "-ss", seconds(poster_ms), "-t", "1", "-i", best});
  append({"-threads", threads, "-ss", seconds(preview_ms), "-t", seconds(kPreviewMs), "-i", low});
  append({"-map", "0", "-map_metadata", "-1", "-c", "copy", "-movflags", "+faststart",
          "/work/fallback.mp4"});
  if (has_audio)
    append({"-map", "0:a:0", "-map_metadata", "-1", "-c", "copy", "-movflags", "+faststart",
            "/work/audio.m4a"});
  append({"-map", "1:v:0", "-frames:v", "1", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "4",
          "-f", "image2", "-update", "1", "/work/poster.jpg"});
  append({"-map", "2:v:0", "-vf", "fps=8:start_time=0:round=up,scale=" + text(preview), "-c:v",
          "libwebp_anim", "-loop", "0", "-quality", "50", "-compression_level", "1",
          "/work/preview.webp"});
  return words;
}

}  // namespace soleil

// Extras: what goes with a video besides its renditions. All are taken from finished renditions,
// not from the source: cheap, safe, upright. Plans are pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "media/plan.h"
#include "model/media.h"

namespace soleil {

struct TileStats {  // of the storyboard's tiles, in order; luma 0..255
  int64_t time_ms = 0;
  double average = 0, low = 0, high = 0;  // low, high: 10th and 90th percentile
  double least = 0, most = 0;
};

Storyboard plan_storyboard(const Plan& plan);
// The lowest rung -> storyboard.webp, with each tile's figures on stdout.
std::vector<std::string> storyboard_argv(const Plan& plan, const Storyboard& storyboard);
std::vector<TileStats> parse_tile_stats(std::string_view output);

// The poster's time: early, neither dark, blank nor flat.
int64_t choose_poster_ms(const std::vector<TileStats>& tiles);

const Rung& fallback_rung(const Plan& plan);  // the best one of at most 720
// -> fallback.mp4 (fast start) and audio.m4a, not encoded again; poster.jpg; preview.webp (2.5 s)
std::vector<std::string> extras_argv(const Plan& plan, int64_t poster_ms, bool has_audio);

}  // namespace soleil

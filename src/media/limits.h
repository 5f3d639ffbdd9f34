// What one video may cost. Every value comes from the configuration ([media] in soleil.toml).
#pragma once

#include <cstdint>

namespace soleil {

struct MediaLimits {
  int64_t duration_ms_max = 180'000;
  int64_t side_px_max = 8'192;
  int64_t side_px_min = 32;
  int64_t frame_px_max = 3'840 * 2'160 * 2;
  int64_t streams_max = 16;
  double frame_rate_max = 60;
  // Pixels to decode: 180 s of 4K at 60 frames a second.
  int64_t decode_px_max = int64_t{180} * 60 * 3'840 * 2'160;
  int64_t wall_ms_base = 120'000;       // a video may take this much,
  int64_t wall_ms_per_second = 20'000;  // plus this for each of its seconds
  int64_t memory_bytes_max = int64_t{6} << 30;
  int64_t output_bytes_max = int64_t{2} << 30;
  int threads = 2;  // per video
};

}  // namespace soleil

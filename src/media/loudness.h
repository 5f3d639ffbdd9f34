// Loudness: EBU R128. Two numbers are measured (integrated loudness, true peak); one linear gain
// brings the sound to -14 LUFS where the peaks stay under -1 dBTP, else a limiter holds them. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace soleil {

constexpr double kTargetLufs = -14;
constexpr double kPeakMaxDbtp = -1;
constexpr double kSilentLufs = -60;  // quieter than this is silence: raising it would raise noise

struct Measured {
  double lufs = -70;       // -70: silence, or too short to tell (under 0.4 s)
  double peak_dbtp = -90;  // true peak
};

struct Gain {
  double db = 0;
  bool limit = false;
  double ceiling_db = -1.8;  // of the limiter
};

struct Attempt {
  Gain gain;
  Measured result;  // of the encoded sound
};

// From the summary that ffmpeg's ebur128 filter prints; nullopt when there is none.
std::optional<Measured> parse_ebur128(std::string_view log);

Gain choose_gain(const Measured& source);

// A limiter takes loudness away, and AAC moves limited peaks: given what was tried (the last with a
// limiter), what to try next; nullopt when the last is near enough or was the last one allowed.
std::optional<Gain> corrected_gain(const std::vector<Attempt>& attempts);

}  // namespace soleil

// Loudness: EBU R128. Two numbers are measured (integrated loudness, true peak); one linear gain
// brings the sound to -14 LUFS where the peaks stay under -1 dBTP, else a limiter holds them. Pure.
#pragma once

#include <optional>
#include <string_view>

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
};

// From the summary that ffmpeg's ebur128 filter prints; nullopt when there is none.
std::optional<Measured> parse_ebur128(std::string_view log);

Gain choose_gain(const Measured& source);

// The limiter takes loudness away: given what the first try came to, the second try; nullopt when
// the first is near enough.
std::optional<Gain> corrected_gain(const Gain& first, const Measured& result);

}  // namespace soleil

#include "media/loudness.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

namespace soleil {
namespace {

constexpr double kCodecMarginDb = 0.5;  // AAC moves peaks a little
constexpr double kNearEnoughDb = 0.4;

std::optional<double> number_after(std::string_view log, std::string_view label) {
  const size_t at = log.rfind(label);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string rest(log.substr(at + label.size(), 32));
  char* end = nullptr;
  const double value = std::strtod(rest.c_str(), &end);
  return end == rest.c_str() ? std::nullopt : std::optional(value);
}

}  // namespace

std::optional<Measured> parse_ebur128(std::string_view log) {
  const size_t summary = log.rfind("Summary:");
  if (summary == std::string_view::npos) return std::nullopt;
  const std::string_view text = log.substr(summary);
  const auto lufs = number_after(text, " I:"), peak = number_after(text, " Peak:");
  if (!lufs || !peak) return std::nullopt;
  const auto finite = [](double v, double otherwise) { return std::isfinite(v) ? v : otherwise; };
  return Measured{std::max(-70.0, finite(*lufs, -70)), std::max(-90.0, finite(*peak, -90))};
}

Gain choose_gain(const Measured& source) {
  if (source.lufs <= kSilentLufs) {  // untouched, unless even a short or silent sound clips
    const double excess = source.peak_dbtp - (kPeakMaxDbtp - kCodecMarginDb);
    return {excess > 0 ? -excess : 0, false};
  }
  const double db = kTargetLufs - source.lufs;
  return {db, source.peak_dbtp + db > kPeakMaxDbtp - kCodecMarginDb};
}

std::optional<Gain> corrected_gain(const Gain& first, const Measured& result) {
  const double missing = kTargetLufs - result.lufs;
  if (!first.limit || std::fabs(missing) < kNearEnoughDb) return std::nullopt;
  // Past the knee each dB of gain gives less than a dB of loudness: ask for more than is missing.
  return Gain{first.db + std::clamp(missing * 1.6, -6.0, 12.0), true};
}

}  // namespace soleil

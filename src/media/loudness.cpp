#include "media/loudness.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

namespace soleil {
namespace {

constexpr double kCodecMarginDb = 0.5;  // AAC moves peaks a little
constexpr double kNearEnoughDb = 0.6;
constexpr size_t kAttemptsMax = 5;
constexpr double kFirstSlope = 0.6, kSlopeMin = 0.3, kStepMaxDb = 12;

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

std::optional<Gain> corrected_gain(const std::vector<Attempt>& attempts) {
  const Attempt& last = attempts.back();
  const double missing = kTargetLufs - last.result.lufs;
  const double excess = last.result.peak_dbtp - kPeakMaxDbtp;
  if (!last.gain.limit || attempts.size() >= kAttemptsMax) return std::nullopt;
  if (std::fabs(missing) < kNearEnoughDb && excess <= 0) return std::nullopt;
  double slope = kFirstSlope;  // dB of loudness for a dB of gain
  if (attempts.size() > 1) {
    const Attempt& before = attempts[attempts.size() - 2];
    const double step = last.gain.db - before.gain.db;
    if (std::fabs(step) > 0.1)
      slope = std::clamp((last.result.lufs - before.result.lufs) / step, kSlopeMin, 1.0);
  }
  Gain next = last.gain;
  next.db += std::clamp(missing / slope, -kStepMaxDb, kStepMaxDb);
  if (excess > 0) next.ceiling_db -= excess + 0.3;
  return next;
}

}  // namespace soleil

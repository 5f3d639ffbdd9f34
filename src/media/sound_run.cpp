#include "media/sound_run.h"

namespace soleil {
namespace {
constexpr int64_t kEarlyWallMs = 60'000;  // as long as a probe may take
constexpr int64_t kPcmHeadBytes = 4'096;  // a WAV of nothing is smaller
constexpr const char* kFirstTrack = "0:a:0";
}  // namespace

SoundRun::SoundRun(const MediaTools& tools, const MediaLimits& limits)
    : tools_(tools), limits_(limits) {
  measuring_ =
      std::async(std::launch::async, [this] { return measure(kFirstTrack, kEarlyWallMs); });
}

SoundRun::Measurement SoundRun::measure(const std::string& track, int64_t wall_ms_max) const {
  const ChildResult child = SOLEIL_TRY(tools_.run(measure_argv(limits_, track), wall_ms_max));
  const auto judged = judge(child);
  if (!judged && judged.error().code != Code::invalid) return tl::unexpected<Error>(judged.error());
  if (file_bytes(tools_.work().file("pcm.wav")) < kPcmHeadBytes) return std::nullopt;
  return judged ? parse_ebur128(child.standard_error) : std::nullopt;
}

Result<std::optional<Gain>> SoundRun::first(const Plan& plan) {
  auto measured = measuring_.get();
  if (plan.audio_index < 0) return std::nullopt;
  if (!plan.audio_is_first || !measured || !*measured)
    measured = measure("0:" + std::to_string(plan.audio_index), plan.wall_ms_max);
  const std::optional<Measured> found = SOLEIL_TRY(std::move(measured));
  if (!found) return std::nullopt;
  source_ = *found;
  const Gain gain = choose_gain(source_);
  encoding_ = std::async(std::launch::async, [this, &plan, gain] { return encode(plan, gain); });
  return gain;
}

Result<std::optional<Loudness>> SoundRun::last() {
  if (!encoding_.valid()) return std::nullopt;
  const Attempt made = SOLEIL_TRY(encoding_.get());
  return Loudness{source_.lufs, source_.peak_dbtp, made.gain.db, made.gain.limit, made.result.lufs};
}

Result<Attempt> SoundRun::encode(const Plan& plan, const Gain& first) const {
  std::vector<Attempt> attempts;
  for (std::optional<Gain> gain = first; gain; gain = corrected_gain(attempts))
    attempts.push_back({*gain, SOLEIL_TRY(try_encode(plan, *gain))});
  return attempts.back();
}

// A linear gain is exact; what a limiter and AAC do together has to be heard.
Result<Measured> SoundRun::try_encode(const Plan& plan, const Gain& gain) const {
  SOLEIL_TRY(tools_.run_well(encode_sound_argv(plan, gain), plan.wall_ms_max));
  if (!gain.limit) return Measured{source_.lufs + gain.db, source_.peak_dbtp + gain.db};
  const ChildResult heard = SOLEIL_TRY(tools_.run_well(remeasure_argv(plan), plan.wall_ms_max));
  return parse_ebur128(heard.standard_error).value_or(Measured{});
}

}  // namespace soleil

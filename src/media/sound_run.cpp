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

Result<LadderSound> SoundRun::first(const Plan& plan) {
  plan_ = &plan;
  auto measured = measuring_.get();
  if (plan.audio_index < 0) return first_;
  if (!plan.audio_is_first || !measured || !*measured)
    measured = measure("0:" + std::to_string(plan.audio_index), plan.wall_ms_max);
  const std::optional<Measured> found = SOLEIL_TRY(std::move(measured));
  if (!found) return first_;
  source_ = *found;
  first_ = {SoundSource::pcm, choose_gain(source_), std::nullopt};
  if (first_.gain.limit) limiting_ = std::async(std::launch::async, [this] { return limit(); });
  return first_;
}

// A linear gain is exact, and applied while the ladder is made. What was limited stays as it is.
Result<LadderSound> SoundRun::last() {
  if (first_.source == SoundSource::none) return first_;
  Attempt made{first_.gain, {source_.lufs + first_.gain.db, source_.peak_dbtp + first_.gain.db}};
  if (limiting_.valid()) made = SOLEIL_TRY(limiting_.get());
  const Loudness loudness{source_.lufs, source_.peak_dbtp, made.gain.db, made.gain.limit,
                          made.result.lufs};
  return LadderSound{made.gain.limit ? SoundSource::limited : SoundSource::pcm, made.gain,
                     loudness};
}

Result<Attempt> SoundRun::limit() const {
  std::vector<Attempt> attempts;
  for (std::optional<Gain> gain = first_.gain; gain; gain = corrected_gain(attempts))
    attempts.push_back({*gain, SOLEIL_TRY(try_limit(*gain))});
  return attempts.back();
}

Result<Measured> SoundRun::try_limit(const Gain& gain) const {
  SOLEIL_TRY(tools_.run_well(limit_argv(*plan_, gain), plan_->wall_ms_max));
  const ChildResult heard = SOLEIL_TRY(tools_.run_well(remeasure_argv(*plan_), plan_->wall_ms_max));
  return parse_ebur128(heard.standard_error).value_or(Measured{});
}

}  // namespace soleil

// SoundRun: the sound of one video, made beside its pictures. Measuring begins at once, on the
// track that ffmpeg sees first, while the file is still being probed; limiting, where peaks forbid
// one linear gain, goes on while the first pictures are made.
#pragma once

#include <future>
#include <optional>

#include "media/plan.h"
#include "media/tools.h"
#include "model/media.h"

namespace soleil {

struct LadderSound {  // not the catalogue's Sound
  SoundSource source = SoundSource::none;
  Gain gain;                         // what is still to be applied to it
  std::optional<Loudness> loudness;  // none: no sound, or not yet known
};

class SoundRun {
 public:
  // Begins on a thread of its own; the destructor waits for it. `tools` must outlive this.
  SoundRun(const MediaTools& tools, const MediaLimits& limits);

  // Once, when the plan is known: waits until the sound is measured (again, if the plan chose
  // another track). The sound as a first guess; a track that can't be decoded is no sound.
  Result<LadderSound> first(const Plan& plan);
  // After first(): the sound as it stays; waits for the limiter.
  Result<LadderSound> last();

 private:
  using Measurement = Result<std::optional<Measured>>;
  Measurement measure(const std::string& track, int64_t wall_ms_max) const;
  Result<Attempt> limit() const;
  Result<Measured> try_limit(const Gain& gain) const;

  const MediaTools& tools_;
  const MediaLimits& limits_;
  const Plan* plan_ = nullptr;
  Measured source_;
  LadderSound first_;
  std::future<Measurement> measuring_;
  std::future<Result<Attempt>> limiting_;
};

}  // namespace soleil

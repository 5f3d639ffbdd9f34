// SoundRun: the sound of one video, made beside its pictures. Measuring begins at once, on the
// track that ffmpeg sees first, while the file is still being probed; encoding, and limiting where
// peaks forbid one linear gain, go on while the first pictures are made.
#pragma once

#include <future>
#include <optional>

#include "media/plan.h"
#include "media/tools.h"
#include "model/media.h"

namespace soleil {

class SoundRun {
 public:
  // Begins on a thread of its own; the destructor waits for it. `tools` must outlive this.
  SoundRun(const MediaTools& tools, const MediaLimits& limits);

  // Once, when the plan is known: waits until pcm.wav is there, measured (again, if the plan chose
  // another track), and says what brings it to the wanted loudness, as a first guess if that
  // takes a limiter. nullopt: no sound; a track that can't be decoded is none.
  Result<std::optional<Gain>> first(const Plan& plan);
  // After first(): waits for sound.m4a, the sound as it stays.
  Result<std::optional<Loudness>> last();

 private:
  using Measurement = Result<std::optional<Measured>>;
  Measurement measure(const std::string& track, int64_t wall_ms_max) const;
  Result<Attempt> encode(const Plan& plan, const Gain& first) const;
  Result<Measured> try_encode(const Plan& plan, const Gain& gain) const;

  const MediaTools& tools_;
  const MediaLimits& limits_;
  Measured source_;
  std::future<Measurement> measuring_;
  std::future<Result<Attempt>> encoding_;
};

}  // namespace soleil

// Plan: what will be done with a source, as data. Pure and golden-tested (tests/golden/plan/).
// The source is /in/0; everything is written to the work folder. One decode feeds every rung.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "media/frame_rate.h"
#include "media/limits.h"
#include "media/loudness.h"
#include "media/probe.h"
#include "media/rungs.h"

namespace soleil {

struct Plan {
  int video_index = 0;
  int audio_index = -1;         // -1: no sound
  bool audio_is_first = false;  // of the file's sound tracks
  Size display;                 // upright, square pixels, as the viewer sees it
  FrameRate frame_rate;
  int64_t duration_us = 0;
  std::vector<Rung> rungs;      // lowest first
  std::string picture_filters;  // source -> the top rung's pictures
  std::string head_filters;     // source -> the lowest rung's, for the head
  int64_t head_us = 0;          // 0: no head, the ladder's own beginning comes soon enough
  std::string matrix;           // "bt709" or "smpte170m": what the output says of its colours
  int threads = 2;
  int64_t wall_ms_max = 0;
};

// Refusals (Code::invalid or too_large; the same file would be refused again): not_a_video,
// still_picture, encrypted, unsupported_codec, unsupported_colour, too_long, too_many_streams,
// frame_too_small, frame_too_large, costs_too_much.
Result<Plan> make_plan(const Probe& probe, const MediaLimits& limits);

// 1. Sound, decoded once to pcm.wav and measured on the way. track: as ffmpeg's -map takes it.
std::vector<std::string> measure_argv(const MediaLimits& limits, const std::string& track);
// 2. pcm.wav -> sound.m4a, which every rung copies; and, after a limiter, what that came to.
std::vector<std::string> encode_sound_argv(const Plan& plan, const Gain& gain);
std::vector<std::string> remeasure_argv(const Plan& plan);

// 3. The lowest rung's first segments, and a little more: head.mp4 and head.m3u8. They are as the
// ladder will make them (the sound, if limited, by a first guess). gain: none without sound.
std::vector<std::string> head_argv(const Plan& plan, const std::optional<Gain>& gain);
// 4. Every rung at once: NAME.mp4 (initialisation and segments) and NAME.m3u8.
std::vector<std::string> ladder_argv(const Plan& plan, bool has_sound);

}  // namespace soleil

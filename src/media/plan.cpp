#include "media/plan.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace soleil {
namespace {

using Words = std::vector<std::string>;

constexpr int64_t kAudioBitRate = 128'000;
constexpr const char *kPcm = "/work/pcm.wav", *kSound = "/work/sound.m4a";
constexpr int64_t kPastLimitS = 10;                // as far as a probe looks
constexpr int64_t kHeadUs = 2'000'000;             // the first two segments
constexpr int64_t kHeadMoreUs = 100'000;           // so that the second one is closed by a third
constexpr int64_t kHeadWorthwhileUs = 10'000'000;  // a shorter video's ladder is made soon

std::string seconds(int64_t us) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", static_cast<double>(us) / 1e6);
  return text;
}

std::string decimal(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

void append(Words& words, std::initializer_list<std::string> more) {
  words.insert(words.end(), more);
}

tl::unexpected<Error> refuse(const char* reason, std::string what) {
  return fail(Code::invalid, reason, std::move(what));
}

Result<void> check_shape(const VideoTrack& video, const MediaLimits& limits) {
  const int64_t low = std::min(video.width, video.height);
  const int64_t high = std::max(video.width, video.height);
  if (low < limits.side_px_min)
    return refuse("frame_too_small",
                  "The picture is smaller than " + std::to_string(limits.side_px_min) + " pixels.");
  if (high > limits.side_px_max || video.width > limits.frame_px_max / video.height)
    return refuse("frame_too_large", "The picture is larger than " +
                                         std::to_string(limits.side_px_max) +
                                         " pixels. Export it smaller and send it again.");
  return {};
}

Result<void> check_tracks(const Probe& probe, const MediaLimits& limits) {
  if (probe.encrypted) return refuse("encrypted", "This file is encrypted: we can't read it.");
  if (probe.streams > limits.streams_max)
    return refuse("too_many_streams", "This file has " + std::to_string(probe.streams) +
                                          " tracks; the limit is " +
                                          std::to_string(limits.streams_max) + ".");
  if (probe.video()) return {};
  const bool still = std::any_of(probe.videos.begin(), probe.videos.end(), [](const auto& track) {
    return track.times_us.size() == 1 && track.width > 0;
  });
  if (still) return refuse("still_picture", "This file holds a single picture, not a video.");
  return refuse("not_a_video", "This file has no video track that we can read.");
}

// The picture's end; where packets carry no length, the last one lasts as long as its neighbours.
int64_t picture_end_us(const VideoTrack& video, FrameRate rate) {
  if (video.end_us > video.times_us.back()) return video.end_us;
  return video.times_us.back() + static_cast<int64_t>(1e6 / rate.value());
}

Result<void> check_cost(const VideoTrack& video, int64_t duration_us, const MediaLimits& limits) {
  // A file may say that it starts after all its pictures.
  if (duration_us <= 0)
    return fail(Code::invalid, "undecodable",
                "The times in this file make no sense. Export it again and send that.");
  if (duration_us / 1000 > limits.duration_ms_max)
    return fail(Code::too_large, "too_long",
                "This video is longer than " + std::to_string(limits.duration_ms_max / 1000) +
                    " seconds, the limit here. Trim it and send it again.");
  const double cost = static_cast<double>(video.width) * static_cast<double>(video.height) *
                      static_cast<double>(video.times_us.size());
  if (cost > static_cast<double>(limits.decode_px_max))
    return fail(Code::too_large, "costs_too_much",
                "This video has too many pixels a second. Export it smaller and send it again.");
  return {};
}

Size display_size(const VideoTrack& video) {
  const auto wide = static_cast<int64_t>(std::llround(video.width * video.pixel_aspect));
  const Size upright{std::max<int64_t>(2, wide), video.height};
  switch (video.turn) {
    case Turn::clockwise:
    case Turn::counter_clockwise:
    case Turn::transpose:
    case Turn::anti_transpose:
      return {upright.height, upright.width};
    default:
      return upright;
  }
}

std::string turn_filter(Turn turn) {
  switch (turn) {
    case Turn::none:
      return "";
    case Turn::clockwise:
      return "transpose=clock,";
    case Turn::counter_clockwise:
      return "transpose=cclock,";
    case Turn::half:
      return "hflip,vflip,";
    case Turn::mirror:
      return "hflip,";
    case Turn::flip:
      return "vflip,";
    case Turn::transpose:
      return "transpose=cclock_flip,";
    case Turn::anti_transpose:
      return "transpose=clock_flip,";
  }
  return "";
}

std::string size_text(const Rung& rung) {
  return std::to_string(rung.width) + ":" + std::to_string(rung.height);
}

// SDR keeps its matrix (BT.601 or BT.709) and says so; only the range, if full, is changed.
std::string output_matrix(const VideoTrack& video) {
  if (video.colour != ColourKind::sdr || video.rgb) return "bt709";
  if (video.matrix == "smpte170m" || video.matrix == "bt470bg") return "smpte170m";
  if (video.matrix == "bt709") return "bt709";
  return std::min(video.width, video.height) >= 720 ? "bt709" : "smpte170m";
}

// Scaled first, so that tone-mapping (in floating point) touches the fewest pixels.
std::string colour_filters(const VideoTrack& video, const Rung& rung) {
  const std::string scale = "scale=" + size_text(rung) + ":flags=bicubic";
  const std::string to_bt709 = "zscale=p=bt709:t=bt709:m=bt709:r=tv,format=yuv420p";
  switch (video.colour) {
    case ColourKind::pq:
    case ColourKind::hlg: {
      const std::string transfer = video.colour == ColourKind::pq ? "smpte2084" : "arib-std-b67";
      return scale + ",zscale=tin=" + transfer +
             ":min=bt2020nc:pin=bt2020:t=linear:npl=203,format=gbrpf32le,"
             "tonemap=hable:desat=0," +
             to_bt709;
    }
    case ColourKind::wide_sdr:
      return scale + ",zscale=tin=bt709:min=bt2020nc:pin=bt2020:p=bt709:t=bt709:m=bt709:r=tv," +
             "format=yuv420p";
    default:
      break;
  }
  const std::string matrix = video.rgb ? ":out_color_matrix=bt709" : "";
  const std::string range = video.full_range ? ":in_range=pc" : "";
  return scale + range + matrix + ":out_range=tv,format=yuv420p";
}

std::string picture_filters(const VideoTrack& video, const Plan& plan, int64_t picture_end,
                            const Rung& rung) {
  std::string filters = "fps=" + plan.frame_rate.text() + ":start_time=0,";
  const int64_t frozen_us = plan.duration_us - picture_end;
  if (frozen_us > 0) filters += "tpad=stop_mode=clone:stop_duration=" + seconds(frozen_us) + ",";
  if (video.alpha) filters += "format=gbrap,premultiply=inplace=1,format=gbrp,";
  filters += turn_filter(video.turn);
  return filters + colour_filters(video, rung) + ",setsar=1";
}

Words tool(int threads, const char* level) {
  Words words = {"/usr/bin/ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-y", "-v", level};
  append(words, {"-filter_threads", std::to_string(threads)});
  append(words, {"-filter_complex_threads", std::to_string(threads)});
  return words;
}

void append_source(Words& words, int threads) {
  for (auto& option : reading_options()) words.push_back(std::move(option));
  append(words, {"-threads", std::to_string(threads), "-noautorotate", "-i", "/in/0"});
}

Words making(const Plan& plan, const char* sound) {
  Words words = tool(plan.threads, "error");
  append(words, {"-progress", "pipe:1", "-stats_period", "0.1"});
  append_source(words, plan.threads);
  if (sound) append(words, {"-i", sound});
  return words;
}

// Each rung is scaled from the one above it: cheaper than from the source, and as good.
std::string ladder_graph(const Plan& plan) {
  std::string graph = "[0:" + std::to_string(plan.video_index) + "]" + plan.picture_filters;
  for (size_t i = plan.rungs.size(); i-- > 0;) {
    const std::string& name = plan.rungs[i].name;
    if (i == 0) return graph + "[v" + name + "]";
    graph += ",split=2[v" + name + "][from" + name + "];[from" + name +
             "]scale=" + size_text(plan.rungs[i - 1]) + ":flags=bicubic";
  }
  return graph;
}

// Segments of 1, 1, 2, 2, 2 … seconds: the first is short so that playback can start early. The
// expression counts forced frames, so every rung has its key frames at the same pictures.
constexpr const char* kKeyFrames = "expr:gte(t,if(lte(n_forced,1),n_forced,(n_forced-1)*2))";

void append_aac(Words& words) {
  append(words, {"-c:a", "aac", "-b:a", std::to_string(kAudioBitRate), "-ac", "2", "-ar", "48000"});
}

// Silence as far as the pictures go, then the gain, then the limiter. At 192 kHz sample peaks are
// true peaks, near enough.
std::string sound_filters(const Plan& plan, const Gain& gain) {
  const std::string level =
      "apad=whole_dur=" + seconds(plan.duration_us) + ",volume=" + decimal(gain.db, 2) + "dB";
  if (!gain.limit) return level;
  return level +
         ",aresample=192000,alimiter=limit=" + decimal(std::pow(10, gain.ceiling_db / 20), 4) +
         ":attack=1:release=10:level=false,aresample=48000";
}

void append_rung(Words& words, const Plan& plan, const Rung& rung, const std::string& name,
                 int64_t end_us) {
  const std::string rate = std::to_string(rung.bit_rate_max);
  append(words, {"-map_metadata", "-1", "-map_chapters", "-1", "-t", seconds(end_us)});
  append(words, {"-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "23",
                 "-maxrate", rate, "-bufsize", std::to_string(rung.bit_rate_max * 2)});
  append(words, {"-threads:v", std::to_string(plan.threads * 3 / 2), "-sc_threshold", "0", "-g",
                 "600", "-force_key_frames", kKeyFrames});
  append(words, {"-colorspace", plan.matrix, "-color_primaries", plan.matrix, "-color_trc",
                 plan.matrix, "-color_range", "tv"});
  append(words,
         {"-f", "hls", "-hls_segment_type", "fmp4", "-hls_time", "0.5", "-hls_list_size", "0",
          "-hls_playlist_type", "event", "-hls_flags", "single_file+independent_segments",
          "-hls_segment_filename", "/work/" + name + ".mp4", "/work/" + name + ".m3u8"});
}

void choose_sound(Plan& plan, const Probe& probe) {
  const AudioTrack* audio = probe.audio();
  if (!audio || audio->codec.empty()) return;
  plan.audio_index = audio->index;
  plan.audio_is_first = audio->index == probe.audios.front().index;
  plan.duration_us = std::max(plan.duration_us, audio->end_us);
}

}  // namespace

Result<Plan> make_plan(const Probe& probe, const MediaLimits& limits) {
  SOLEIL_TRY(check_tracks(probe, limits));
  const VideoTrack& video = *probe.video();
  SOLEIL_TRY(check_shape(video, limits));
  if (video.codec.empty() || video.pixel_format.empty())
    return refuse("unsupported_codec", "We can't decode this kind of video. Export it as MP4.");
  if (video.colour == ColourKind::dolby_only)
    return refuse("unsupported_colour",
                  "This is Dolby Vision without a picture for other screens. "
                  "Export it as HDR10, HLG or SDR.");
  Plan plan;
  plan.video_index = video.index;
  plan.frame_rate = choose_frame_rate(video.times_us, video.end_us, limits.frame_rate_max);
  const int64_t picture_end = picture_end_us(video, plan.frame_rate);
  plan.duration_us = picture_end;
  choose_sound(plan, probe);
  SOLEIL_TRY(check_cost(video, plan.duration_us, limits));
  plan.display = display_size(video);
  plan.rungs = choose_rungs(plan.display, plan.frame_rate.value());
  plan.matrix = output_matrix(video);
  plan.picture_filters = picture_filters(video, plan, picture_end, plan.rungs.back());
  plan.head_filters = picture_filters(video, plan, picture_end, plan.rungs.front());
  plan.head_us = plan.duration_us < kHeadWorthwhileUs ? 0 : kHeadUs;
  plan.threads = limits.threads;
  plan.wall_ms_max =
      limits.wall_ms_base + limits.wall_ms_per_second * (plan.duration_us / 1'000'000 + 1);
  return plan;
}

std::vector<std::string> measure_argv(const MediaLimits& limits, const std::string& track) {
  Words words = tool(limits.threads, "info");
  append_source(words, limits.threads);
  append(words, {"-map", track, "-map_metadata", "-1", "-t",
                 std::to_string(limits.duration_ms_max / 1000 + kPastLimitS), "-af",
                 "aresample=48000:async=1000:first_pts=0,"
                 "aformat=sample_fmts=fltp:channel_layouts=stereo,"
                 "ebur128=peak=true:framelog=verbose"});
  append(words, {"-c:a", "pcm_f32le", "-f", "wav", kPcm});
  return words;
}

std::vector<std::string> encode_sound_argv(const Plan& plan, const Gain& gain) {
  Words words = tool(plan.threads, "error");
  append(words, {"-i", kPcm, "-map_metadata", "-1", "-af", sound_filters(plan, gain)});
  append_aac(words);
  words.push_back(kSound);
  return words;
}

std::vector<std::string> remeasure_argv(const Plan& plan) {
  Words words = tool(plan.threads, "info");
  append(words, {"-i", kSound, "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"});
  return words;
}

std::vector<std::string> head_argv(const Plan& plan, const std::optional<Gain>& gain) {
  Words words = making(plan, gain ? kPcm : nullptr);
  append(words, {"-filter_complex",
                 "[0:" + std::to_string(plan.video_index) + "]" + plan.head_filters + "[vhead]"});
  append(words, {"-map", "[vhead]"});
  if (gain) {
    append(words, {"-map", "1:a:0", "-af", sound_filters(plan, *gain)});
    append_aac(words);
  }
  append_rung(words, plan, plan.rungs.front(), "head", plan.head_us + kHeadMoreUs);
  return words;
}

std::vector<std::string> ladder_argv(const Plan& plan, bool has_sound) {
  Words words = making(plan, has_sound ? kSound : nullptr);
  append(words, {"-filter_complex", ladder_graph(plan)});
  for (const Rung& rung : plan.rungs) {
    append(words, {"-map", "[v" + rung.name + "]"});
    if (has_sound) append(words, {"-map", "1:a:0", "-c:a", "copy"});
    append_rung(words, plan, rung, rung.name, plan.duration_us);
  }
  return words;
}

}  // namespace soleil

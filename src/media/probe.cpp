#include "media/probe.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/json.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr int64_t kSecondsMax = 1'000'000;  // larger times are lies: treated as unknown

std::string text_of(const json::object& o, std::string_view name) {
  const json::value* value = o.if_contains({name.data(), name.size()});
  return value && value->is_string() ? std::string(value->get_string()) : "";
}

int64_t whole_of(const json::object& o, std::string_view name) {
  const json::value* value = o.if_contains({name.data(), name.size()});
  if (!value) return 0;
  if (value->is_string()) return parse_int(std::string(value->get_string())).value_or(0);
  json::error_code error;
  const auto number = value->to_number<int64_t>(error);
  return error ? 0 : number;
}

std::optional<int64_t> time_us_of(const json::object& o, std::string_view name) {
  const std::string text = text_of(o, name);
  if (text.empty()) return std::nullopt;
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || !std::isfinite(seconds) || std::fabs(seconds) > kSecondsMax)
    return std::nullopt;
  return std::llround(seconds * 1e6);
}

double ratio_of(const json::object& o, std::string_view name, char separator) {
  const std::string text = text_of(o, name);
  const auto parts = split(text, separator);
  if (parts.size() != 2) return 0;
  const auto above = parse_int(parts[0]), below = parse_int(parts[1]);
  if (!above || !below || *above <= 0 || *below <= 0) return 0;
  return static_cast<double>(*above) / static_cast<double>(*below);
}

const json::array& array_of(const json::object& o, std::string_view name) {
  static const json::array none;
  const json::value* value = o.if_contains({name.data(), name.size()});
  return value && value->is_array() ? value->get_array() : none;
}

bool flag_of(const json::object& stream, std::string_view name) {
  const json::value* disposition = stream.if_contains("disposition");
  return disposition && disposition->is_object() && whole_of(disposition->get_object(), name) != 0;
}

// "00000000:  0  65536  0\n00000001:  -65536  0  0 …" -> the four numbers that turn.
std::optional<std::vector<int64_t>> matrix_numbers(std::string_view text) {
  std::vector<int64_t> numbers;
  for (std::string_view line : split(text, '\n')) {
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    for (std::string_view word : split(line.substr(colon + 1), ' ')) {
      if (word.empty()) continue;
      const auto number = parse_int(word);
      if (!number || std::llabs(*number) > INT32_MAX) return std::nullopt;
      numbers.push_back(*number);
    }
  }
  if (numbers.size() != 9) return std::nullopt;
  return std::vector<int64_t>{numbers[0], numbers[1], numbers[3], numbers[4]};
}

Turn turn_of(const std::string& display_matrix) {
  const auto m = matrix_numbers(display_matrix);
  if (!m) return Turn::none;
  const int64_t a = (*m)[0], b = (*m)[1], c = (*m)[2], d = (*m)[3];
  if (std::llabs(a) + std::llabs(d) >= std::llabs(b) + std::llabs(c)) {
    if (a < 0) return d < 0 ? Turn::half : Turn::mirror;
    return d < 0 ? Turn::flip : Turn::none;
  }
  if (b > 0) return c < 0 ? Turn::clockwise : Turn::transpose;
  return c > 0 ? Turn::counter_clockwise : Turn::anti_transpose;
}

ColourKind colour_of(const json::object& stream, bool dolby_without_base) {
  const std::string transfer = text_of(stream, "color_transfer");
  if (dolby_without_base) return ColourKind::dolby_only;
  if (transfer == "smpte2084") return ColourKind::pq;
  if (transfer == "arib-std-b67") return ColourKind::hlg;
  const bool wide = text_of(stream, "color_space").starts_with("bt2020") ||
                    text_of(stream, "color_primaries") == "bt2020";
  return wide ? ColourKind::wide_sdr : ColourKind::sdr;
}

bool has_alpha(std::string_view format) {
  for (std::string_view name : {"yuva", "rgba", "bgra", "argb", "abgr", "gbrap", "ya8", "ya16"})
    if (format.starts_with(name)) return true;
  return false;
}

bool is_rgb(std::string_view format) {
  for (std::string_view name : {"rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "pal8"})
    if (format.starts_with(name)) return true;
  return false;
}

VideoTrack video_track(const json::object& stream) {
  VideoTrack track;
  track.index = static_cast<int>(whole_of(stream, "index"));
  track.codec = text_of(stream, "codec_name");
  track.width = whole_of(stream, "width");
  track.height = whole_of(stream, "height");
  const double aspect = ratio_of(stream, "sample_aspect_ratio", ':');
  track.pixel_aspect = aspect > 0.1 && aspect < 10 ? aspect : 1;
  track.pixel_format = text_of(stream, "pix_fmt");
  track.full_range = text_of(stream, "color_range") == "pc";
  track.alpha = has_alpha(track.pixel_format);
  track.rgb = is_rgb(track.pixel_format);
  track.matrix = text_of(stream, "color_space");
  if (track.matrix == "unknown" || track.matrix == "reserved") track.matrix = "";
  track.attached_picture = flag_of(stream, "attached_pic") || flag_of(stream, "timed_thumbnails");
  track.declared_frames = whole_of(stream, "nb_frames");
  track.declared_rate = ratio_of(stream, "avg_frame_rate", '/');
  bool dolby_without_base = false;
  for (const json::value& data : array_of(stream, "side_data_list")) {
    if (!data.is_object()) continue;
    const json::object& o = data.get_object();
    if (text_of(o, "side_data_type") == "Display Matrix")
      track.turn = turn_of(text_of(o, "displaymatrix"));
    // Profile 5 has no picture that a player without Dolby's licence can show.
    if (text_of(o, "side_data_type").starts_with("DOVI"))
      dolby_without_base = whole_of(o, "dv_profile") == 5;
  }
  track.colour = colour_of(stream, dolby_without_base);
  return track;
}

AudioTrack audio_track(const json::object& stream) {
  AudioTrack track;
  track.index = static_cast<int>(whole_of(stream, "index"));
  track.codec = text_of(stream, "codec_name");
  track.channels = whole_of(stream, "channels");
  track.sample_rate = whole_of(stream, "sample_rate");
  track.is_default = flag_of(stream, "default");
  return track;
}

void add_packet(Probe& probe, const json::object& packet, int64_t start_us) {
  if (text_of(packet, "flags").find('D') != std::string::npos) return;  // cut by an edit list
  auto time = time_us_of(packet, "pts_time");
  if (!time) time = time_us_of(packet, "dts_time");
  if (!time) return;
  const int64_t begin_us = *time - start_us;
  const int64_t end_us =
      begin_us + std::max<int64_t>(0, time_us_of(packet, "duration_time").value_or(0));
  const int64_t index = whole_of(packet, "stream_index");
  for (VideoTrack& track : probe.videos)
    if (track.index == index) {
      track.times_us.push_back(begin_us);
      track.end_us = std::max(track.end_us, end_us);
    }
  for (AudioTrack& track : probe.audios)
    if (track.index == index) {
      track.begin_us = track.packets == 0 ? begin_us : std::min(track.begin_us, begin_us);
      track.end_us = std::max(track.end_us, end_us);
      ++track.packets;
    }
}

void add_streams(Probe& probe, const json::object& o) {
  for (const json::value& value : array_of(o, "streams")) {
    if (!value.is_object()) continue;
    const json::object& stream = value.get_object();
    ++probe.streams;
    const std::string tag = text_of(stream, "codec_tag_string");
    if (tag == "encv" || tag == "enca") probe.encrypted = true;
    const std::string kind = text_of(stream, "codec_type");
    if (kind == "video") probe.videos.push_back(video_track(stream));
    if (kind == "audio") probe.audios.push_back(audio_track(stream));
  }
}

constexpr const char* kDemuxers = "mov,matroska,avi,flv,mpegts,mpeg";

// Decoders of what phones, cameras, browsers and screen recorders write.
const std::string kDecoders =
    "h264,hevc,libdav1d,av1,vp8,vp9,libvpx,libvpx-vp9,mpeg4,h263,mpeg1video,mpeg2video,mjpeg,"
    "prores,dnxhd,"
    "qtrle,rawvideo,theora,msmpeg4v2,msmpeg4,wmv1,wmv2,flv,vp6f,vp6,svq1,svq3,cinepak,dvvideo,png,"
    "huffyuv,"
    "ffv1,utvideo,aac,aac_latm,mp3float,mp3,mp2float,mp2,opus,libopus,vorbis,ac3,eac3,amrnb,amrwb,"
    "libopencore_amrnb,libopencore_amrwb,flac,alac,speex,libspeex,nellymoser,adpcm_ima_wav,adpcm_"
    "ima_qt,"
    "adpcm_ms,adpcm_swf,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,"
    "pcm_f32le,pcm_f32be,pcm_f64le,pcm_alaw,pcm_mulaw,pcm_bluray";

}  // namespace

const VideoTrack* Probe::video() const {
  const VideoTrack* best = nullptr;
  for (const VideoTrack& track : videos)
    if (!track.attached_picture && track.times_us.size() > 1 &&
        (!best || track.times_us.size() > best->times_us.size()))
      best = &track;
  return best;
}

const AudioTrack* Probe::audio() const {
  const AudioTrack* best = nullptr;
  for (const AudioTrack& track : audios)
    if (track.packets > 0 && (!best || (track.is_default && !best->is_default))) best = &track;
  return best;
}

std::vector<std::string> reading_options() {
  return {"-protocol_whitelist", "file",   "-format_whitelist", kDemuxers,
          "-codec_whitelist",    kDecoders};
}

std::vector<std::string> probe_argv(const MediaLimits& limits) {
  std::vector<std::string> argv = {"/usr/bin/ffprobe", "-v", "error", "-threads", "1"};
  // Not the whitelist of decoders: ffprobe gives up on a file with one track it may not open.
  for (const char* option : {"-protocol_whitelist", "file", "-format_whitelist", kDemuxers})
    argv.push_back(option);
  // A little past the limit: enough to know that a video is too long, and no more of a long one.
  const std::string seconds = std::to_string(limits.duration_ms_max / 1000 + 10);
  for (const std::string& word :
       {std::string("-of"), std::string("json=compact=1"), std::string("-read_intervals"),
        "%+" + seconds, std::string("-show_format"), std::string("-show_streams"),
        std::string("-show_packets"), std::string("-show_entries"),
        std::string("packet=stream_index,pts_time,dts_time,duration_time,flags"),
        std::string("/in/0")})
    argv.push_back(word);
  return argv;
}

Result<Probe> parse_probe(std::string_view ffprobe_json) {
  const auto parsed = parse_json_object(ffprobe_json);
  if (!parsed) return fail(Code::invalid, "not_a_video", "This file is not a video we can read.");
  const json::object& o = *parsed;
  Probe probe;
  add_streams(probe, o);
  int64_t start_us = 0;
  if (const json::value* format = o.if_contains("format"); format && format->is_object()) {
    probe.container = text_of(format->get_object(), "format_name");
    start_us = time_us_of(format->get_object(), "start_time").value_or(0);
  }
  for (const json::value& packet : array_of(o, "packets"))
    if (packet.is_object()) add_packet(probe, packet.get_object(), start_us);
  for (VideoTrack& track : probe.videos) std::sort(track.times_us.begin(), track.times_us.end());
  return probe;
}

Result<Probe> probe_file(ProcessRunner& runner, const std::string& path, const MediaLimits& limits,
                         const std::atomic<bool>* cancel) {
  ChildSpec spec;
  spec.argv = probe_argv(limits);
  spec.inputs = {path};
  spec.limits.wall_ms_max = 60'000;
  spec.limits.cpu_ms_max = 60'000;
  spec.limits.memory_bytes_max = int64_t{1} << 30;
  spec.limits.output_bytes_max = 32 << 20;
  spec.cancel = cancel;
  const ChildResult result = SOLEIL_TRY(runner.run(spec));
  if (result.end == ChildEnd::cancelled)
    return fail(Code::cancelled, "cancelled", "Processing was stopped.");
  if (result.end != ChildEnd::exited || result.status != 0)
    return fail(Code::invalid, "not_a_video", "This file is not a video we can read.");
  return parse_probe(result.standard_output);
}

}  // namespace soleil

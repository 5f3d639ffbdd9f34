#include "model/media.h"

#include "base/json.h"
#include "base/text.h"

namespace soleil {
namespace {

double number_or_zero(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  json::error_code error;
  const double number = value ? value->to_number<double>(error) : 0;
  return error ? 0 : number;
}

json::object encode_rendition(const Rendition& r) {
  return {{"name", r.name},
          {"width", r.width},
          {"height", r.height},
          {"bandwidth", r.bandwidth},
          {"average_bandwidth", r.average_bandwidth},
          {"codecs", r.codecs},
          {"frame_rate", r.frame_rate},
          {"playlist", r.playlist},
          {"size_bytes", r.size_bytes}};
}

Result<Rendition> decode_rendition(const json::value& value) {
  if (!value.is_object()) return fail(Code::corrupt, "bad_media", "A rendition is not an object.");
  const json::object& o = value.get_object();
  Rendition r;
  r.name = SOLEIL_TRY(string_field(o, "name"));
  r.width = SOLEIL_TRY(int_field(o, "width"));
  r.height = SOLEIL_TRY(int_field(o, "height"));
  r.bandwidth = SOLEIL_TRY(int_field(o, "bandwidth"));
  r.average_bandwidth = SOLEIL_TRY(int_field(o, "average_bandwidth"));
  r.codecs = SOLEIL_TRY(string_field(o, "codecs"));
  r.frame_rate = number_or_zero(o, "frame_rate");
  r.playlist = SOLEIL_TRY(string_field(o, "playlist"));
  r.size_bytes = SOLEIL_TRY(int_field(o, "size_bytes"));
  return r;
}

json::object encode_loudness(const Loudness& l) {
  return {{"source_lufs", l.source_lufs},
          {"source_peak_dbtp", l.source_peak_dbtp},
          {"gain_db", l.gain_db},
          {"limited", l.limited},
          {"lufs", l.lufs}};
}

Result<Loudness> decode_loudness(const json::object& o) {
  const auto limited = SOLEIL_TRY(optional_bool_field(o, "limited"));
  return Loudness{number_or_zero(o, "source_lufs"), number_or_zero(o, "source_peak_dbtp"),
                  number_or_zero(o, "gain_db"), limited.value_or(false), number_or_zero(o, "lufs")};
}

json::object encode_storyboard(const Storyboard& s) {
  return {{"image", s.image},
          {"columns", s.columns},
          {"rows", s.rows},
          {"tile_width", s.tile_width},
          {"tile_height", s.tile_height},
          {"tiles", s.tiles},
          {"interval_ms", s.interval_ms}};
}

Result<Storyboard> decode_storyboard(const json::object& o) {
  Storyboard s;
  s.image = SOLEIL_TRY(string_field(o, "image"));
  s.columns = SOLEIL_TRY(int_field(o, "columns"));
  s.rows = SOLEIL_TRY(int_field(o, "rows"));
  s.tile_width = SOLEIL_TRY(int_field(o, "tile_width"));
  s.tile_height = SOLEIL_TRY(int_field(o, "tile_height"));
  s.tiles = SOLEIL_TRY(int_field(o, "tiles"));
  s.interval_ms = SOLEIL_TRY(int_field(o, "interval_ms"));
  return s;
}

const json::object* object_field(const json::object& o, std::string_view name) {
  const json::value* value = o.if_contains({name.data(), name.size()});
  return value ? value->if_object() : nullptr;
}

Result<void> decode_parts(const json::object& o, MediaInfo& info) {
  if (const json::value* list = o.if_contains("renditions"); list && list->is_array())
    for (const json::value& item : list->get_array())
      info.renditions.push_back(SOLEIL_TRY(decode_rendition(item)));
  if (const json::object* l = object_field(o, "loudness"))
    info.loudness = SOLEIL_TRY(decode_loudness(*l));
  if (const json::object* s = object_field(o, "storyboard"))
    info.storyboard = SOLEIL_TRY(decode_storyboard(*s));
  return {};
}

}  // namespace

std::string encode_media(const MediaInfo& info) {
  json::array renditions;
  for (const auto& r : info.renditions) renditions.push_back(encode_rendition(r));
  json::object o = {{"duration_ms", info.duration_ms},
                    {"width", info.width},
                    {"height", info.height},
                    {"has_audio", info.has_audio},
                    {"complete", info.complete},
                    {"master", info.master},
                    {"renditions", std::move(renditions)},
                    {"size_bytes", info.size_bytes}};
  if (info.loudness) o["loudness"] = encode_loudness(*info.loudness);
  if (info.storyboard) o["storyboard"] = encode_storyboard(*info.storyboard);
  for (const auto& [name, value] : {std::pair{"poster", &info.poster},
                                    {"preview", &info.preview},
                                    {"mp4", &info.mp4},
                                    {"audio", &info.audio}})
    if (!value->empty()) o[name] = *value;
  return json::serialize(o);
}

Result<MediaInfo> decode_media(std::string_view text) {
  const json::object o = SOLEIL_TRY(parse_json_object(text));
  MediaInfo info;
  info.duration_ms = SOLEIL_TRY(int_field(o, "duration_ms"));
  info.width = SOLEIL_TRY(int_field(o, "width"));
  info.height = SOLEIL_TRY(int_field(o, "height"));
  info.has_audio = SOLEIL_TRY(optional_bool_field(o, "has_audio")).value_or(false);
  info.complete = SOLEIL_TRY(optional_bool_field(o, "complete")).value_or(false);
  info.master = SOLEIL_TRY(string_field(o, "master"));
  info.size_bytes = SOLEIL_TRY(optional_int_field(o, "size_bytes")).value_or(0);
  info.poster = SOLEIL_TRY(optional_string_field(o, "poster")).value_or("");
  info.preview = SOLEIL_TRY(optional_string_field(o, "preview")).value_or("");
  info.mp4 = SOLEIL_TRY(optional_string_field(o, "mp4")).value_or("");
  info.audio = SOLEIL_TRY(optional_string_field(o, "audio")).value_or("");
  SOLEIL_TRY(decode_parts(o, info));
  return info;
}

std::string video_folder(VideoId video) {
  return "public/video/" + video.text() + "/";
}

std::string media_folder(VideoId video, int64_t version) {
  return video_folder(video) + std::to_string(version) + "/";
}

std::string caption_file(const CaptionTrack& track) {
  return std::string(kCaptionsFolder) + to_lower_ascii(track.language) + "-" +
         std::to_string(track.made_ms) + ".vtt";
}

std::string poster_file(int64_t cover_ms) {
  if (cover_ms < 0) return "poster.jpg";
  return std::string(kCoverPrefix) + std::to_string(cover_ms) + ".jpg";
}

}  // namespace soleil

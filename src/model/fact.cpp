#include "model/fact.h"

#include <array>
#include <cmath>

#include "base/json.h"
#include "model/placing_codec.h"

namespace soleil {
namespace {

constexpr std::array<std::string_view, 8> kSurfaces = {"for_you", "following", "topic", "profile",
                                                       "sound",   "tag",       "link",  "search"};
// In the order of WatchFact's alternatives.
constexpr std::array<std::string_view, 11> kTypes = {
    "watched", "liked",       "unliked",  "shared",   "not_interested", "undo_not_interested",
    "served",  "taste_reset", "followed", "reported", "taught"};

json::string_view view(std::string_view s) {
  return {s.data(), s.size()};
}

json::object encode_head(std::string_view type, const FactHead& head) {
  json::object out{{"type", view(type)}, {"id", head.id}};
  if (head.viewer) out["viewer"] = head.viewer.text();
  if (head.video) out["video"] = head.video.text();
  out["at_ms"] = head.at_ms;
  out["received_ms"] = head.received_ms;
  if (head.paused) out["paused"] = true;
  return out;
}

void encode_body(json::object& out, const Watched& w) {
  out["page_id"] = w.page_id;
  out["position"] = w.position;
  out["watch_ms"] = w.watch_ms;
  out["duration_ms"] = w.duration_ms;
  out["loops"] = w.loops;
  out["skipped"] = w.skipped;
  out["muted"] = w.muted;
  out["surface"] = view(surface_name(w.surface));
}

void encode_body(json::object& out, const Served& s) {
  out["page_id"] = s.page_id;
  json::array videos;
  for (const auto& video : s.videos) videos.emplace_back(video.text());
  out["videos"] = std::move(videos);
  out["surface"] = view(surface_name(s.surface));
  out["recipe"] = s.recipe;
  if (!s.recipe_hash.empty()) out["recipe_hash"] = s.recipe_hash;
  encode_placings(out, s);
}

void encode_body(json::object& out, const TasteReset& r) {
  out["keep_seen"] = r.keep_seen;
}

void encode_body(json::object& out, const Taught& t) {
  out["persons"] = t.persons;
  out["satisfaction"] = t.satisfaction;
}

template <class T>
void encode_body(json::object&, const T&) {}

template <class T>
Result<T> need(std::optional<T> value, std::string_view name) {
  if (value) return *value;
  return fail(Code::corrupt, "bad_fact", "A stored fact has no valid " + std::string(name) + ".");
}

Result<FactHead> decode_head(std::string_view type, const json::object& o) {
  FactHead head;
  head.id = SOLEIL_TRY(string_field(o, "id"));
  const auto viewer = SOLEIL_TRY(optional_string_field(o, "viewer"));
  if (viewer || type != kTypes[10])  // what is taught is nobody's
    head.viewer = SOLEIL_TRY(need(ViewerId::parse(viewer.value_or("")), "viewer"));
  if (auto video = SOLEIL_TRY(optional_string_field(o, "video")))
    head.video = SOLEIL_TRY(need(VideoId::parse(*video), "video"));
  head.at_ms = SOLEIL_TRY(int_field(o, "at_ms"));
  head.received_ms = SOLEIL_TRY(int_field(o, "received_ms"));
  head.paused = SOLEIL_TRY(optional_bool_field(o, "paused")).value_or(false);
  return head;
}

Result<Watched> decode_watched(const json::object& o, FactHead head) {
  Watched w;
  w.head = std::move(head);
  w.page_id = SOLEIL_TRY(string_field(o, "page_id"));
  w.position = static_cast<int32_t>(SOLEIL_TRY(int_field(o, "position")));
  w.watch_ms = SOLEIL_TRY(int_field(o, "watch_ms"));
  w.duration_ms = SOLEIL_TRY(int_field(o, "duration_ms"));
  w.loops = static_cast<int32_t>(SOLEIL_TRY(int_field(o, "loops")));
  w.skipped = SOLEIL_TRY(optional_bool_field(o, "skipped")).value_or(false);
  w.muted = SOLEIL_TRY(optional_bool_field(o, "muted")).value_or(false);
  w.surface = SOLEIL_TRY(need(parse_surface(SOLEIL_TRY(string_field(o, "surface"))), "surface"));
  return w;
}

Result<Served> decode_served(const json::object& o, FactHead head) {
  Served s;
  s.head = std::move(head);
  s.page_id = SOLEIL_TRY(string_field(o, "page_id"));
  const json::value* videos = o.if_contains("videos");
  if (!videos || !videos->is_array())
    return fail(Code::corrupt, "bad_fact", "A stored page has no videos.");
  for (const auto& item : videos->get_array()) {
    const auto* text = item.if_string();
    s.videos.push_back(
        SOLEIL_TRY(need(VideoId::parse(text ? std::string_view(*text) : ""), "video")));
  }
  s.surface = SOLEIL_TRY(need(parse_surface(SOLEIL_TRY(string_field(o, "surface"))), "surface"));
  s.recipe = SOLEIL_TRY(string_field(o, "recipe"));
  s.recipe_hash = SOLEIL_TRY(optional_string_field(o, "recipe_hash")).value_or("");
  SOLEIL_TRY(decode_placings(o, s));
  return s;
}

Result<float> decode_number(const json::object& o, std::string_view name) {
  const json::value* value = o.if_contains(view(name));
  if (!value || !value->is_number())
    return fail(Code::corrupt, "bad_fact", "A stored fact has no " + std::string(name) + ".");
  return value->to_number<float>();
}

Result<Taught> decode_taught(const json::object& o, FactHead head) {
  Taught t{std::move(head), SOLEIL_TRY(decode_number(o, "persons")),
           SOLEIL_TRY(decode_number(o, "satisfaction"))};
  if (t.persons >= 0 && t.persons <= kTaughtPersonsMax && std::abs(t.satisfaction) <= 1) return t;
  return fail(Code::corrupt, "bad_fact", "A stored fact teaches what can't be.");
}

}  // namespace

std::string_view surface_name(Surface surface) {
  return kSurfaces[static_cast<size_t>(surface)];
}

std::optional<Surface> parse_surface(std::string_view name) {
  for (size_t i = 0; i < kSurfaces.size(); ++i)
    if (kSurfaces[i] == name) return static_cast<Surface>(i);
  return std::nullopt;
}

const FactHead& head_of(const WatchFact& fact) {
  return std::visit([](const auto& f) -> const FactHead& { return f.head; }, fact);
}

FactHead& head_of(WatchFact& fact) {
  return std::visit([](auto& f) -> FactHead& { return f.head; }, fact);
}

std::string_view fact_type(const WatchFact& fact) {
  return kTypes[fact.index()];
}

std::string encode_fact(const WatchFact& fact) {
  json::object out = encode_head(fact_type(fact), head_of(fact));
  std::visit([&](const auto& f) { encode_body(out, f); }, fact);
  return json::serialize(out);
}

Result<WatchFact> decode_fact(std::string_view line) {
  const auto o = SOLEIL_TRY(parse_json_object(line));
  const std::string type = SOLEIL_TRY(string_field(o, "type"));
  FactHead head = SOLEIL_TRY(decode_head(type, o));
  if (type == kTypes[0]) return WatchFact(SOLEIL_TRY(decode_watched(o, std::move(head))));
  if (type == kTypes[1]) return WatchFact(Liked{std::move(head)});
  if (type == kTypes[2]) return WatchFact(Unliked{std::move(head)});
  if (type == kTypes[3]) return WatchFact(Shared{std::move(head)});
  if (type == kTypes[4]) return WatchFact(NotInterested{std::move(head)});
  if (type == kTypes[5]) return WatchFact(NotInterestedUndone{std::move(head)});
  if (type == kTypes[6]) return WatchFact(SOLEIL_TRY(decode_served(o, std::move(head))));
  if (type == kTypes[7])  // before keep_seen was written, it was always so
    return WatchFact(TasteReset{std::move(head),
                                SOLEIL_TRY(optional_bool_field(o, "keep_seen")).value_or(true)});
  if (type == kTypes[8]) return WatchFact(Followed{std::move(head)});
  if (type == kTypes[9]) return WatchFact(Reported{std::move(head)});
  if (type == kTypes[10]) return WatchFact(SOLEIL_TRY(decode_taught(o, std::move(head))));
  return fail(Code::corrupt, "bad_fact", "A stored fact has the unknown type " + type + ".");
}

std::string encode_catalog_fact(const CatalogFact& fact) {
  return json::serialize(
      json::object{{"video", fact.video.text()}, {"what", fact.what}, {"at_ms", fact.at_ms}});
}

Result<CatalogFact> decode_catalog_fact(std::string_view line) {
  const auto o = SOLEIL_TRY(parse_json_object(line));
  CatalogFact fact;
  fact.video = SOLEIL_TRY(need(VideoId::parse(SOLEIL_TRY(string_field(o, "video"))), "video"));
  fact.what = SOLEIL_TRY(string_field(o, "what"));
  fact.at_ms = SOLEIL_TRY(int_field(o, "at_ms"));
  return fact;
}

}  // namespace soleil

#include "api/fact_batch.h"

#include <algorithm>

#include "base/json.h"

namespace soleil {
namespace {

constexpr int64_t kBackMs = int64_t{30} * 86'400'000;
constexpr int64_t kLoopsMax = 10'000, kPositionMax = 1'000, kPageIdMax = 40;
constexpr int64_t kSlackMs = 2'000;  // clocks and players are not exact

bool is_fact_id(std::string_view id) {
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  return id.size() >= 8 && id.size() <= 40 && std::all_of(id.begin(), id.end(), allowed);
}

Result<int64_t> int_within(const json::object& o, std::string_view name, int64_t low,
                           int64_t high) {
  return std::clamp(SOLEIL_TRY(optional_int_field(o, name)).value_or(0), low, high);
}

Result<Watched> read_watched(const json::object& o, FactHead head, const Video& video) {
  Watched w;
  w.head = std::move(head);
  w.page_id = SOLEIL_TRY(optional_string_field(o, "page_id")).value_or("");
  if (w.page_id.size() > kPageIdMax) return fail(Code::invalid, "bad_page_id", "Too long.");
  w.position = static_cast<int32_t>(SOLEIL_TRY(int_within(o, "position", 0, kPositionMax)));
  w.duration_ms = video.duration_ms;
  w.loops = static_cast<int32_t>(SOLEIL_TRY(int_within(o, "loops", 0, kLoopsMax)));
  const int64_t possible =
      video.duration_ms > 0 ? (int64_t{w.loops} + 1) * video.duration_ms + kSlackMs : kWatchMsMax;
  w.watch_ms = SOLEIL_TRY(int_within(o, "watch_ms", 0, std::min(possible, kWatchMsMax)));
  w.skipped = SOLEIL_TRY(optional_bool_field(o, "skipped")).value_or(false);
  w.muted = SOLEIL_TRY(optional_bool_field(o, "muted")).value_or(false);
  const auto name = SOLEIL_TRY(optional_string_field(o, "surface")).value_or("for_you");
  const auto surface = parse_surface(name);
  if (!surface) return fail(Code::invalid, "bad_surface", "Unknown surface.");
  w.surface = *surface;
  return w;
}

Result<WatchFact> read_fact(const json::object& o, ViewerId viewer, int64_t now_ms,
                            const FindVideo& find_video) {
  FactHead head;
  head.viewer = viewer;
  head.received_ms = now_ms;
  head.id = SOLEIL_TRY(string_field(o, "id"));
  if (!is_fact_id(head.id)) return fail(Code::invalid, "bad_fact_id", "8 to 40 of A-Za-z0-9_-.");
  head.at_ms = std::clamp(SOLEIL_TRY(int_field(o, "at_ms")), now_ms - kBackMs, now_ms);
  const std::string type = SOLEIL_TRY(string_field(o, "type"));
  const auto id = VideoId::parse(SOLEIL_TRY(string_field(o, "video_id")));
  const auto video = id ? find_video(*id) : nullptr;
  if (!video) return fail(Code::not_found, "unknown_video", "There is no such video.");
  head.video = *id;
  if (type == "watched") return WatchFact(SOLEIL_TRY(read_watched(o, std::move(head), *video)));
  if (type == "shared") return WatchFact(Shared{std::move(head)});
  if (type == "not_interested") return WatchFact(NotInterested{std::move(head)});
  if (type == "undo_not_interested") return WatchFact(NotInterestedUndone{std::move(head)});
  return fail(Code::invalid, "unknown_type", "There is no such type of fact.");
}

}  // namespace

Result<FactBatch> parse_fact_batch(std::string_view body, ViewerId viewer, int64_t now_ms,
                                   const FindVideo& find_video) {
  const json::object o = SOLEIL_TRY(parse_json_object(body));
  FactBatch batch;
  batch.csrf = SOLEIL_TRY(optional_string_field(o, "csrf")).value_or("");
  const json::value* facts = o.if_contains("facts");
  if (!facts || !facts->is_array())
    return fail(Code::invalid, "bad_field", "The field \"facts\" must be a list.");
  const json::array& items = facts->get_array();
  if (items.size() > kFactsMax)
    return fail(Code::invalid, "too_many_facts", "A batch holds at most 100 facts. Send several.");
  for (size_t i = 0; i < items.size(); ++i) {
    const json::object* item = items[i].if_object();
    auto fact = item ? read_fact(*item, viewer, now_ms, find_video)
                     : fail(Code::invalid, "bad_field", "A fact is an object.");
    if (fact)
      batch.facts.push_back(std::move(*fact));
    else
      batch.rejected.push_back({i, fact.error().reason});
  }
  return batch;
}

}  // namespace soleil

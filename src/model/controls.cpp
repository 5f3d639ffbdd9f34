#include "model/controls.h"

#include <algorithm>
#include <array>

#include "base/json.h"

namespace soleil {
namespace {

constexpr std::array<std::string_view, 4> kKinds = {"word", "tag", "sound", "author"};

json::array encode_bends(const std::vector<Bend>& bends) {
  json::array out;
  for (const Bend& bend : bends)
    out.push_back(json::object{{"what", bend.what}, {"level", bend.level}});
  return out;
}

json::array encode_mutes(const std::vector<Mute>& mutes) {
  json::array out;
  for (const Mute& mute : mutes) {
    const std::string_view kind = mute_kind_name(mute.kind);
    out.push_back(json::object{{"kind", json::string_view(kind.data(), kind.size())},
                               {"what", mute.what},
                               {"since_ms", mute.since_ms}});
  }
  return out;
}

tl::unexpected<Error> bad(const std::string& what) {
  return fail(Code::corrupt, "bad_controls", "Stored controls: " + what + ".");
}

Result<const json::array*> list(const json::object& o, std::string_view name) {
  const json::value* value = o.if_contains(json::string_view(name.data(), name.size()));
  if (!value || !value->is_array()) return bad("no list " + std::string(name));
  return &value->get_array();
}

Result<std::vector<Bend>> decode_bends(const json::object& o, std::string_view name) {
  std::vector<Bend> out;
  for (const json::value& item : *SOLEIL_TRY(list(o, name))) {
    if (!item.is_object()) return bad("a bend that is no object");
    std::string what = SOLEIL_TRY(string_field(item.get_object(), "what"));
    const int64_t level = SOLEIL_TRY(int_field(item.get_object(), "level"));
    out.push_back({std::move(what), level});
  }
  return out;
}

Result<std::vector<Mute>> decode_mutes(const json::object& o) {
  std::vector<Mute> out;
  for (const json::value& item : *SOLEIL_TRY(list(o, "mutes"))) {
    if (!item.is_object()) return bad("a mute that is no object");
    const json::object& mute = item.get_object();
    const auto kind = parse_mute_kind(SOLEIL_TRY(string_field(mute, "kind")));
    if (!kind) return bad("a mute of no kind");
    std::string what = SOLEIL_TRY(string_field(mute, "what"));
    const int64_t since_ms = SOLEIL_TRY(int_field(mute, "since_ms"));
    out.push_back({*kind, std::move(what), since_ms});
  }
  return out;
}

}  // namespace

std::string_view mute_kind_name(MuteKind kind) {
  return kKinds[static_cast<size_t>(kind)];
}

std::optional<MuteKind> parse_mute_kind(std::string_view name) {
  const auto at = std::find(kKinds.begin(), kKinds.end(), name);
  if (at == kKinds.end()) return std::nullopt;
  return static_cast<MuteKind>(at - kKinds.begin());
}

bool may_keep(const Controls& controls, WatchFact& fact) {
  if (std::holds_alternative<TasteReset>(fact)) return true;
  head_of(fact).paused = !controls.learning;
  return controls.profiling;
}

std::string encode_controls(const Controls& controls) {
  return json::serialize(json::object{{"learning", controls.learning},
                                      {"profiling", controls.profiling},
                                      {"new_creators", controls.new_creators},
                                      {"length", controls.length},
                                      {"tags", encode_bends(controls.tags)},
                                      {"languages", encode_bends(controls.languages)},
                                      {"mutes", encode_mutes(controls.mutes)}});
}

Result<Controls> decode_controls(std::string_view stored) {
  const json::object o = SOLEIL_TRY(parse_json_object(stored));
  Controls out;
  out.learning = SOLEIL_TRY(optional_bool_field(o, "learning")).value_or(true);
  out.profiling = SOLEIL_TRY(optional_bool_field(o, "profiling")).value_or(true);
  out.new_creators = SOLEIL_TRY(int_field(o, "new_creators"));
  out.length = SOLEIL_TRY(int_field(o, "length"));
  out.tags = SOLEIL_TRY(decode_bends(o, "tags"));
  out.languages = SOLEIL_TRY(decode_bends(o, "languages"));
  out.mutes = SOLEIL_TRY(decode_mutes(o));
  return out;
}

}  // namespace soleil

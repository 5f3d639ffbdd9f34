#include "api/control_api.h"

#include <algorithm>
#include <array>

#include "api/session_api.h"
#include "people/handles.h"

namespace soleil {
namespace {

constexpr size_t kBendsAtOnce = 40;

json::array bends_json(const std::vector<Bend>& bends, std::string_view as) {
  json::array out;
  for (const Bend& bend : bends)
    out.push_back(json::object{{json_view(as), bend.what}, {"level", bend.level}});
  return out;
}

// What a person reads for an id: a name; "" when it is gone.
json::object mute_json(const Catalog& catalog, const Mute& mute) {
  json::object out{{"kind", json_view(mute_kind_name(mute.kind))},
                   {"what", mute.what},
                   {"name", mute.what},
                   {"since_ms", mute.since_ms}};
  if (mute.kind == MuteKind::sound) {
    const auto sound = catalog.find_sound(SoundId{id_value(mute.what).value_or(0)});
    out["name"] = sound ? sound->title : "";
  } else if (mute.kind == MuteKind::author) {
    const auto author = catalog.find_account(AccountId{id_value(mute.what).value_or(0)});
    out["name"] = author ? author->display_name : "";
    if (author) out["what"] = author->handle;
  }
  return out;
}

json::object controls_json(const ApiParts& parts, const Controls& controls) {
  json::array mutes;
  for (const Mute& mute : controls.mutes) mutes.push_back(mute_json(parts.catalog, mute));
  const PeopleLimits& limits = parts.people.limits;
  return {{"learning", controls.learning},
          {"profiling", controls.profiling},
          {"new_creators", controls.new_creators},
          {"length", controls.length},
          {"tags", bends_json(controls.tags, "tag")},
          {"languages", bends_json(controls.languages, "language")},
          {"mutes", std::move(mutes)},
          {"limits", json::object{{"mutes", limits.mutes_max},
                                  {"bends", limits.bends_max},
                                  {"word_length", limits.muted_word_length_max}}}};
}

// Who may change controls: somebody the server will know again.
Result<ViewerId> changer(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  if (viewer.new_guest)
    return fail(Code::denied, "no_viewer", "Ask GET /api/v1/session first: it says who watches.");
  return viewer.id;
}

Result<Response> changed(const ApiParts& parts, Result<ControlsPtr> controls) {
  const ControlsPtr now = SOLEIL_TRY(std::move(controls));
  return json_answer(200, controls_json(parts, *now));
}

Result<Response> get_controls(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  return changed(parts, parts.people.controls.of(viewer.id));
}

Result<std::vector<Bend>> read_bends(const json::object& o, std::string_view name) {
  std::vector<Bend> out;
  const json::value* levels = o.if_contains(json_view(name));
  if (!levels) return out;
  const auto bad = [&] {
    return fail(Code::invalid, "bad_field",
                "The field \"" + std::string(name) + "\" must be an object of up to " +
                    std::to_string(kBendsAtOnce) + " levels, whole numbers from -2 to 2.");
  };
  if (!levels->is_object() || levels->get_object().size() > kBendsAtOnce) return bad();
  for (const auto& [what, level] : levels->get_object()) {
    if (!level.is_int64()) return bad();
    out.push_back({std::string(what), level.get_int64()});
  }
  return out;
}

Result<ControlsEdit> read_edit(const Request& request) {
  constexpr std::array<std::string_view, 6> kFields = {"learning", "profiling", "new_creators",
                                                       "length",   "tags",      "languages"};
  const json::object o = SOLEIL_TRY(parse_json_object(request.body));
  for (const auto& [name, value] : o)
    if (std::find(kFields.begin(), kFields.end(), name) == kFields.end())
      return fail(Code::invalid, "unknown_field",
                  "There is no control \"" + std::string(name.substr(0, 40)) + "\".");
  ControlsEdit edit;
  edit.learning = SOLEIL_TRY(optional_bool_field(o, "learning"));
  edit.profiling = SOLEIL_TRY(optional_bool_field(o, "profiling"));
  edit.new_creators = SOLEIL_TRY(optional_int_field(o, "new_creators"));
  edit.length = SOLEIL_TRY(optional_int_field(o, "length"));
  edit.tags = SOLEIL_TRY(read_bends(o, "tags"));
  edit.languages = SOLEIL_TRY(read_bends(o, "languages"));
  return edit;
}

Result<Response> change_controls(const ApiParts& parts, const Request& request) {
  const ViewerId viewer = SOLEIL_TRY(changer(parts, request));
  const ControlsEdit edit = SOLEIL_TRY(read_edit(request));
  if (const int64_t wait_ms = parts.people.address_controls.take(address_key(request.peer)))
    return too_many_attempts(wait_ms);
  return changed(parts, parts.people.controls.change(viewer, edit));
}

struct Named {
  MuteKind kind = MuteKind::word;
  std::string what;
};

// A sound by its id, an author by handle (or, once gone, by id).
Result<Named> named(const ApiParts& parts, std::string_view kind_name, std::string what) {
  const auto kind = parse_mute_kind(kind_name);
  if (!kind) return fail(Code::invalid, "bad_kind", "kind is word, tag, sound or author.");
  if (*kind != MuteKind::author) return Named{*kind, std::move(what)};
  if (const auto account = parts.catalog.find_handle(normal_handle(what)))
    what = account->id.text();
  return Named{*kind, std::move(what)};
}

bool exists(const Catalog& catalog, const Named& thing) {
  if (thing.kind == MuteKind::sound) {
    const auto id = SoundId::parse(thing.what);
    return id && catalog.find_sound(*id);
  }
  if (thing.kind != MuteKind::author) return true;
  const auto id = AccountId::parse(thing.what);
  return id && catalog.find_account(*id);
}

Result<Response> add_mute(const ApiParts& parts, const Request& request) {
  const ViewerId viewer = SOLEIL_TRY(changer(parts, request));
  const json::object o = SOLEIL_TRY(parse_json_object(request.body));
  const Named thing = SOLEIL_TRY(
      named(parts, SOLEIL_TRY(string_field(o, "kind")), SOLEIL_TRY(string_field(o, "what"))));
  if (!exists(parts.catalog, thing))
    return fail(Code::not_found, "nothing_to_mute", "There is no such sound or author.");
  if (const int64_t wait_ms = parts.people.address_controls.take(address_key(request.peer)))
    return too_many_attempts(wait_ms);
  return changed(parts, parts.people.controls.mute(viewer, thing.kind, thing.what));
}

Result<Response> remove_mute(const ApiParts& parts, const Request& request) {
  const ViewerId viewer = SOLEIL_TRY(changer(parts, request));
  const Named thing = SOLEIL_TRY(named(parts, request.query_value("kind").value_or(""),
                                       request.query_value("what").value_or("")));
  return changed(parts, parts.people.controls.unmute(viewer, thing.kind, thing.what));
}

}  // namespace

std::vector<Route> control_routes(const ApiParts& parts) {
  return {
      parts_route(parts, Method::get, "/api/v1/me/controls", get_controls),
      parts_route(parts, Method::patch, "/api/v1/me/controls", change_controls),
      parts_route(parts, Method::post, "/api/v1/me/mutes", add_mute),
      parts_route(parts, Method::del, "/api/v1/me/mutes", remove_mute),
  };
}

}  // namespace soleil

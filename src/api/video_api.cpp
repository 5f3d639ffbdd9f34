#include "api/video_api.h"

namespace soleil {
namespace {

tl::unexpected<Error> no_such_video() {
  return fail(Code::not_found, "no_such_video", "There is no such video.");
}

Result<Response> get_video(const ApiParts& parts, const Request& request) {
  const Viewer viewer = SOLEIL_TRY(parts.identify.viewer(request));
  return video_answer(parts, viewer, SOLEIL_TRY(visible_video(parts, viewer, request)));
}

Result<std::optional<std::vector<std::string>>> tags_field(const json::object& body) {
  const json::value* value = body.if_contains("tags");
  if (!value || value->is_null()) return std::nullopt;
  const auto bad = [] {
    return fail(Code::invalid, "bad_field", "The field \"tags\" must be a list of strings.");
  };
  if (!value->is_array()) return bad();
  std::vector<std::string> out;
  for (const json::value& tag : value->get_array()) {
    if (!tag.is_string()) return bad();
    out.emplace_back(tag.get_string());
  }
  return out;
}

Result<VideoEdit> edit_of(const json::object& body) {
  VideoEdit edit;
  edit.title = SOLEIL_TRY(optional_string_field(body, "title"));
  edit.tags = SOLEIL_TRY(tags_field(body));
  edit.language = SOLEIL_TRY(optional_string_field(body, "language"));
  if (const auto name = SOLEIL_TRY(optional_string_field(body, "visibility"))) {
    edit.visibility = parse_visibility(*name);
    if (!edit.visibility)
      return fail(Code::invalid, "bad_visibility", "Visibility is public, link or private.");
  }
  edit.allow_duet = SOLEIL_TRY(optional_bool_field(body, "allow_duet"));
  edit.allow_stitch = SOLEIL_TRY(optional_bool_field(body, "allow_stitch"));
  edit.allow_sound = SOLEIL_TRY(optional_bool_field(body, "allow_sound"));
  edit.cover_ms = SOLEIL_TRY(optional_int_field(body, "cover_ms"));
  return edit;
}

Result<Response> update_video(const ApiParts& parts, const Request& request) {
  const MyVideo mine = SOLEIL_TRY(my_video(parts, request));
  const auto body = SOLEIL_TRY(parse_json_object(request.body));
  const VideoEdit edit = SOLEIL_TRY(edit_of(body));
  return video_answer(parts, mine.viewer, SOLEIL_TRY(parts.catalog.edit(mine.video->id, edit)));
}

Result<Response> remove_video(const ApiParts& parts, const Request& request) {
  const MyVideo mine = SOLEIL_TRY(my_video(parts, request));
  SOLEIL_TRY(parts.catalog.remove(mine.video->id));
  const auto order = parts.availability.preserving(mine.video->id);
  if (!order) return no_content();
  return json_answer(
      200, json::object{{"held", {{"order", order->id.text()}, {"title", order->said.title}}}});
}

Result<Response> restore_video(const ApiParts& parts, const Request& request) {
  const auto [viewer, video] = SOLEIL_TRY(my_video(parts, request));
  if (SOLEIL_TRY(parts.people.reports.removal_reason(video->id)))
    return fail(Code::conflict, "removed_by_moderation",
                "A moderator removed this video: its author cannot restore it.");
  const VideoPtr restored = SOLEIL_TRY(parts.catalog.restore(video->id));
  // Its job gave up when it was removed in the middle.
  if (restored->state != VideoState::uploading && restored->state != VideoState::refused &&
      restored->progress < 100)
    SOLEIL_TRY(parts.process_again(restored->id));
  return video_answer(parts, viewer, restored);
}

Result<VideoId> named_video(const Request& request) {
  const auto id = VideoId::parse(parameter(request));
  if (!id) return no_such_video();
  return *id;
}

Result<Response> like(const ApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.identify.account(request));
  SOLEIL_TRY(parts.people.likes.like(me.id, SOLEIL_TRY(named_video(request))));
  return no_content();
}

Result<Response> unlike(const ApiParts& parts, const Request& request) {
  const Account me = SOLEIL_TRY(parts.identify.account(request));
  SOLEIL_TRY(parts.people.likes.unlike(me.id, SOLEIL_TRY(named_video(request))));
  return no_content();
}

}  // namespace

Result<VideoPtr> visible_video(const ApiParts& parts, const Viewer& viewer,
                               const Request& request) {
  const VideoPtr video = parts.catalog.find(SOLEIL_TRY(named_video(request)));
  if (!video) return no_such_video();
  const bool mine = viewer.account_id() == video->author;
  if (!mine && !viewer.may(Role::moderator) && !is_reachable(*video, viewer.account_id()))
    return no_such_video();
  return video;
}

Result<MyVideo> my_video(const ApiParts& parts, const Request& request) {
  Viewer me = SOLEIL_TRY(parts.identify.person(request));
  VideoPtr video = SOLEIL_TRY(visible_video(parts, me, request));
  if (video->author != me.account->id)
    return fail(Code::denied, "not_yours", "Only its author may do this to a video.");
  return MyVideo{std::move(me), std::move(video)};
}

Result<Response> video_answer(const ApiParts& parts, const Viewer& viewer, const VideoPtr& video) {
  return json_answer(200, SOLEIL_TRY(parts.videos.one(viewer, video)));
}

std::vector<Route> video_routes(const ApiParts& parts) {
  const std::string one = "/api/v1/videos/{video_id}";
  return {
      parts_route(parts, Method::get, one, get_video),
      parts_route(parts, Method::patch, one, update_video),
      parts_route(parts, Method::del, one, remove_video),
      parts_route(parts, Method::post, one + "/restore", restore_video),
      parts_route(parts, Method::put, one + "/like", like),
      parts_route(parts, Method::del, one + "/like", unlike),
  };
}

}  // namespace soleil

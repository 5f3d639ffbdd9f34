#include "api/video_json.h"

#include <algorithm>

#include "api/answer.h"
#include "model/media.h"

namespace soleil {
namespace {

constexpr int64_t kPastTheEndMs = 1'000;

json::object storyboard_json(const Storyboard& s, std::string url) {
  return {{"url", std::move(url)},
          {"columns", s.columns},
          {"rows", s.rows},
          {"tile_width", s.tile_width},
          {"tile_height", s.tile_height},
          {"interval_ms", s.interval_ms},
          {"count", s.tiles}};
}

json::object numbers(const Video& v) {
  return {{"created_ms", v.created_ms}, {"duration_ms", v.duration_ms},
          {"width", v.width},           {"height", v.height},
          {"like_count", v.like_count}, {"view_count", v.view_count}};
}

// A track that was attached before the video's length was known may run past its end.
json::object caption_json(const Video& v, const CaptionTrack& track, bool mine) {
  json::object out{{"language", track.language}};
  if (mine && v.duration_ms > 0 && track.end_ms > v.duration_ms + kPastTheEndMs)
    out["past_end"] = true;
  return out;
}

// Only its author and moderators hear of these.
void add_state(json::object& out, const Video& v) {
  if (v.state == VideoState::refused)
    out["refused"] = {{"reason", v.refused_reason}, {"message", v.refused_message}};
  if (v.removed_ms > 0) out["removed_ms"] = v.removed_ms;
}

}  // namespace

VideoJson::VideoJson(const Catalog& catalog, const MediaSigner& signer, const Likes& likes,
                     const Follows& follows, std::string public_url)
    : catalog_(catalog),
      signer_(signer),
      likes_(likes),
      follows_(follows),
      public_url_(std::move(public_url)) {}

json::object VideoJson::author(const Known* known, const Account& account) const {
  json::object out{{"id", account.id.text()},
                   {"handle", account.handle},
                   {"display_name", account.display_name}};
  if (known) out["followed"] = known->followed.contains(account.id);
  return out;
}

json::object VideoJson::sound(const Sound& sound) const {
  json::object out{{"id", sound.id.text()},
                   {"title", sound.title},
                   {"videos", catalog_.sound_video_count(sound.id)},
                   {"duration_ms", sound.duration_ms}};
  if (const auto account = catalog_.find_account(sound.author))
    out["author"] = author(nullptr, *account);
  return out;
}

json::object VideoJson::media(const Video& video) const {
  const auto info = decode_media(video.media);
  if (!info) return {};  // not written by us: fsck tells
  const auto url = [&](const std::string& file) { return signer_.url(video, file); };
  json::object out{{"hls", url(info->master)},
                   {"poster", info->poster.empty() ? "" : url(info->poster)},
                   {"has_audio", info->has_audio},
                   {"expires_ms", signer_.expires_ms()}};
  int64_t best = 0;
  for (const Rendition& r : info->renditions) best = std::max(best, std::min(r.width, r.height));
  out["best_height"] = best;
  if (!info->mp4.empty()) out["mp4"] = url(info->mp4);
  if (!info->preview.empty()) out["preview"] = url(info->preview);
  if (!info->audio.empty()) out["audio"] = url(info->audio);
  if (info->storyboard)
    out["storyboard"] = storyboard_json(*info->storyboard, url(info->storyboard->image));
  return out;
}

json::array VideoJson::captions(const Video& v, bool mine) const {
  json::array out;
  for (const CaptionTrack& track : v.captions) {
    json::object one = caption_json(v, track, mine);
    if (v.state == VideoState::published) one["url"] = signer_.url(v, caption_file(track));
    out.push_back(std::move(one));
  }
  return out;
}

json::object VideoJson::video(const Known& known, const Video& v) const {
  json::object out = numbers(v);
  const bool mine = known.viewer.account_id() == v.author;
  out["id"] = v.id.text();
  out["state"] = json_view(state_name(v.state));
  out["progress"] = v.progress;
  out["title"] = v.title;
  out["tags"] = json::array(v.tags.begin(), v.tags.end());
  out["language"] = v.language;
  out["visibility"] = json_view(visibility_name(v.visibility));
  if (const auto account = catalog_.find_account(v.author))
    out["author"] = author(&known, *account);
  if (v.published_ms > 0) out["published_ms"] = v.published_ms;
  out["liked"] = known.liked.contains(v.id);
  out["mine"] = mine;
  out["allow_duet"] = v.allow.duet;
  out["allow_stitch"] = v.allow.stitch;
  out["allow_sound"] = v.allow.sound;
  out["captions"] = captions(v, mine);
  if (v.cover_ms >= 0) out["cover_ms"] = v.cover_ms;
  out["url"] = public_url_ + "/v/" + v.id.text();
  if (mine || known.viewer.may(Role::moderator)) add_state(out, v);
  bool silent = false;
  if (v.state == VideoState::published && !v.media.empty()) {
    json::object files = media(v);
    silent = files.contains("has_audio") && !files["has_audio"].as_bool();
    if (!files.empty()) out["media"] = std::move(files);
  }
  if (const auto found = catalog_.find_sound(v.sound); found && !silent)
    out["sound"] = sound(*found);
  return out;
}

Result<json::array> VideoJson::many(const Viewer& viewer,
                                    const std::vector<VideoPtr>& videos) const {
  Known known{viewer, {}, {}};
  if (viewer.account) {
    std::vector<VideoId> ids;
    std::vector<AccountId> people;
    for (const VideoPtr& v : videos) ids.push_back(v->id), people.push_back(v->author);
    known.liked = SOLEIL_TRY(likes_.liked_among(viewer.account->id, ids));
    known.followed = SOLEIL_TRY(follows_.followed_among(viewer.account->id, people));
  }
  json::array out;
  for (const VideoPtr& v : videos) out.emplace_back(video(known, *v));
  return out;
}

Result<json::object> VideoJson::one(const Viewer& viewer, const VideoPtr& video) const {
  return std::move(SOLEIL_TRY(many(viewer, {video})).at(0).as_object());
}

Result<json::array> VideoJson::authors(
    const Viewer& viewer, const std::vector<std::shared_ptr<const Account>>& accounts) const {
  Known known{viewer, {}, {}};
  if (viewer.account) {
    std::vector<AccountId> ids;
    for (const auto& account : accounts) ids.push_back(account->id);
    known.followed = SOLEIL_TRY(follows_.followed_among(viewer.account->id, ids));
  }
  json::array out;
  for (const auto& account : accounts) out.emplace_back(author(&known, *account));
  return out;
}

}  // namespace soleil

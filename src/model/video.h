// Video and Sound: rows of the public catalogue.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/id.h"

namespace soleil {

// The kind of the job that processes a video; its key is the video's id text.
inline constexpr std::string_view kProcessVideoJob = "process_video";

enum class Visibility { everyone, link, only_me };  // "public", "link", "private"
enum class VideoState { uploading, processing, published, refused, removed };
std::string_view visibility_name(Visibility visibility);
std::optional<Visibility> parse_visibility(std::string_view name);
std::string_view state_name(VideoState state);
std::optional<VideoState> parse_state(std::string_view name);

struct Permissions {
  bool duet = true, stitch = true, sound = true;
};

struct CaptionTrack {    // what is said in it, in one language
  std::string language;  // BCP 47; a video has one track a language
  int64_t made_ms = 0;   // when it was attached: names its blob, which never changes
  int64_t end_ms = 0;    // of its last cue
};
std::string encode_captions(const std::vector<CaptionTrack>& tracks);  // as the row holds them
std::optional<std::vector<CaptionTrack>> decode_captions(std::string_view text);

struct Video {
  VideoId id;
  AccountId author;
  SoundId sound;  // may be none
  std::string title;
  std::vector<std::string> tags;  // lower case, no '#', no comma, unique
  std::string language;           // BCP 47
  Visibility visibility = Visibility::everyone;
  VideoState state = VideoState::uploading;
  int progress = 0;  // percent; a published video below 100 still gets better rungs
  std::string refused_reason, refused_message;
  std::string media;          // MediaInfo as JSON (model/media.h); "" until playable
  int64_t media_version = 0;  // folder of its blobs: public/video/<id>/<version>/
  int64_t media_epoch = 0;    // part of the media signature: raised to make signed URLs void
  std::string source_key, source_sha256;
  int64_t duration_ms = 0, width = 0, height = 0;
  Permissions allow;
  std::vector<CaptionTrack> captions;  // in the order they were attached
  int64_t cover_ms = -1;               // the moment its author chose for the poster; -1: we choose
  int64_t like_count = 0, view_count = 0;
  int64_t created_ms = 0, published_ms = 0, removed_ms = 0, updated_ms = 0;
};

// May a stranger meet it in a feed or a list? By link: published and not private.
inline bool is_listed(const Video& v) {
  return v.state == VideoState::published && v.visibility == Visibility::everyone;
}
inline bool is_reachable(const Video& v, std::optional<AccountId> viewer) {
  if (v.state != VideoState::published) return false;
  return v.visibility != Visibility::only_me || viewer == v.author;
}

struct Sound {
  SoundId id;
  AccountId author;
  std::string title;
  std::string key;  // what an upload named to share it; "" for the original sound of one video
  int64_t duration_ms = 0;
  int64_t created_ms = 0;
};

}  // namespace soleil

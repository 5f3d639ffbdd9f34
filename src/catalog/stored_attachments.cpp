// What hangs on a video beside its words: captions and the poster that its author chose.
#include <algorithm>

#include "catalog/stored_catalog.h"
#include "model/media.h"

namespace soleil {
namespace {

auto track_in(std::vector<CaptionTrack>& tracks, std::string_view language) {
  return std::ranges::find(tracks, language, &CaptionTrack::language);
}

}  // namespace

Result<VideoPtr> StoredCatalog::put_caption(VideoId id, const CaptionTrack& track) {
  return change(id, [&](Transaction&, Video& video) -> Result<std::string_view> {
    SOLEIL_TRY(
        need_state(video, {VideoState::uploading, VideoState::processing, VideoState::published}));
    const auto same = track_in(video.captions, track.language);
    if (same != video.captions.end()) {
      *same = track;
      return "edited";
    }
    if (static_cast<int64_t>(video.captions.size()) >= limits_.captions_max)
      return fail(Code::invalid, "too_many_captions",
                  "A video has captions in at most " + std::to_string(limits_.captions_max) +
                      " languages. Delete some first.");
    video.captions.push_back(track);
    return "edited";
  });
}

Result<VideoPtr> StoredCatalog::drop_caption(VideoId id, std::string_view language) {
  return change(id, [&](Transaction&, Video& video) -> Result<std::string_view> {
    const auto found = track_in(video.captions, language);
    if (found == video.captions.end())
      return fail(Code::not_found, "no_such_captions",
                  "The video has no captions in this language.");
    video.captions.erase(found);
    return "edited";
  });
}

Result<void> StoredCatalog::set_poster(VideoId id, int64_t version, int64_t cover_ms) {
  const auto changed = change(id, [&](Transaction&, Video& video) -> Result<std::string_view> {
    SOLEIL_TRY(need_state(video, {VideoState::published}));
    if (video.media_version != version || video.cover_ms != cover_ms)
      return fail(Code::conflict, "cover_is_old", "Another cover was chosen meanwhile.");
    MediaInfo media = SOLEIL_TRY(decode_media(video.media));
    media.poster = poster_file(cover_ms);
    video.media = encode_media(media);
    return "improved";
  });
  if (!changed) return tl::unexpected<Error>(changed.error());
  return {};
}

}  // namespace soleil

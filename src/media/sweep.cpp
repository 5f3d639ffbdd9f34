#include "media/sweep.h"

#include <algorithm>
#include <string_view>

#include "model/media.h"

namespace soleil {
namespace {

constexpr std::string_view kRoot = "public/video/";

bool is_needed(const VideoPtr& video, std::string_view key) {
  if (!video || video->state == VideoState::refused) return false;
  const std::string all = video_folder(video->id);
  if (key.starts_with(all + std::string(kCaptionsFolder)))
    return std::ranges::any_of(video->captions, [&](const CaptionTrack& track) {
      return key.substr(all.size()) == caption_file(track);
    });
  const std::string kept = media_folder(video->id, video->media_version);
  if (!key.starts_with(kept)) return false;
  if (key.substr(kept.size()).starts_with(kCoverPrefix))
    return key.substr(kept.size()) == poster_file(video->cover_ms);
  return video->progress < 100 || !key.starts_with(kept + "partial/");
}

VideoPtr owner(const Catalog& catalog, std::string_view key) {
  key.remove_prefix(kRoot.size());
  const auto id = VideoId::parse(key.substr(0, key.find('/')));
  return id ? catalog.find(*id) : nullptr;
}

}  // namespace

Result<int64_t> sweep_media(BlobStore& blobs, const Catalog& catalog, const Clock& clock,
                            int64_t grace_ms) {
  int64_t gone = 0;
  std::string after;
  for (;;) {
    const auto found = SOLEIL_TRY(blobs.list(std::string(kRoot), after));
    if (found.empty()) return gone;
    for (const BlobInfo& blob : found) {
      after = blob.key;
      if (clock.now_ms() - blob.modified_ms < grace_ms) continue;
      if (is_needed(owner(catalog, blob.key), blob.key)) continue;
      SOLEIL_TRY(blobs.remove(blob.key));
      ++gone;
    }
  }
}

}  // namespace soleil

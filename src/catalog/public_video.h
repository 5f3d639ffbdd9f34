// PublicVideo: what one region tells the others of a video that everybody may see there. Whatever
// is not listed and complete has none; nothing of viewers, likes or reports is in it. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "catalog/catalog.h"
#include "model/region.h"

namespace soleil {

struct PublicVideo {
  Video video;  // counts are 0: each region counts its own viewers
  Account author;
  std::optional<Sound> sound;
};

// Of a video that is at home in `here`; nullopt: not for others' eyes.
std::optional<PublicVideo> public_video(const Catalog& catalog, VideoId id, const Region& here);
json::object encode_public(const PublicVideo& video);
// As region `from` told it: all its ids must be of that region. Handles become "ada@virginia".
Result<PublicVideo> decode_public(const json::object& record, const Region& from);

}  // namespace soleil

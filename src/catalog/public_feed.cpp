#include "catalog/public_feed.h"

#include "base/text.h"
#include "catalog/public_video.h"

namespace soleil {

PublicFeed::PublicFeed(Catalog& catalog, const Region& here, const RegionKeys& keys,
                       const Clock& clock, Random& random)
    : catalog_(catalog),
      here_(here),
      keys_(keys),
      clock_(clock),
      epoch_(std::to_string(random.next())) {
  catalog.each([&](const VideoPtr& video) {
    if (public_video(catalog_, video->id, here_)) note(video->id);
  });
  listening_ = catalog.listen([this](const VideoChange& change) {
    if (change.what != "progress" && change.what != "counted") note(change.video->id);
  });
}

void PublicFeed::note(VideoId id) {
  if (id.home() != here_.index) return;
  std::lock_guard lock(mutex_);
  uint64_t& place = places_[id];
  if (place) changes_.erase(place);
  changes_[place = ++last_] = id;
}

// 0 when the cursor is not of this process.
uint64_t PublicFeed::place_of(std::string_view cursor) const {
  const size_t dot = cursor.find('.');
  if (dot == std::string_view::npos || cursor.substr(0, dot) != epoch_) return 0;
  return static_cast<uint64_t>(parse_int(cursor.substr(dot + 1)).value_or(0));
}

std::string PublicFeed::page(std::string_view cursor) const {
  uint64_t place = place_of(cursor);
  json::object body{{"region", here_.id},
                    {"at_ms", clock_.now_ms()},
                    {"after", json::string_view(cursor)},
                    {"anew", place == 0}};
  json::array records;
  std::lock_guard lock(mutex_);
  auto at = changes_.upper_bound(place);
  for (; at != changes_.end() && records.size() < kRecordsAPage; ++at) {
    place = at->first;
    if (const auto shown = public_video(catalog_, at->second, here_))
      records.emplace_back(encode_public(*shown));
    else
      records.emplace_back(json::object{{"gone", at->second.text()}});
  }
  body["more"] = at != changes_.end();
  body["next"] = epoch_ + "." + std::to_string(place);
  body["records"] = std::move(records);
  const std::string text = json::serialize(body);
  return json::serialize(
      json::object{{"body", text}, {"signature", base64_encode(keys_.sign(kPurpose, text))}});
}

}  // namespace soleil

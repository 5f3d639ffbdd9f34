#include "learning/exchange/person_tally.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"
#include "model/moved.h"

namespace soleil {
namespace {

uint64_t drawn(ViewerId viewer, VideoId video, uint64_t seed) {
  char bytes[16];
  std::memcpy(bytes, &viewer.value, 8);
  std::memcpy(bytes + 8, &video.value, 8);
  return hash64({bytes, sizeof bytes}, seed);
}

}  // namespace

void PersonTally::take(const WatchFact& fact) {
  if (head_of(fact).paused) return;
  if (std::holds_alternative<TasteReset>(fact)) persons_.erase(head_of(fact).viewer);
  if (const auto* watched = std::get_if<Watched>(&fact)) count(*watched);
}

void PersonTally::count(const Watched& fact) {
  const auto video = open_(fact.head.video);
  if (!video || video->author.value == fact.head.viewer.value) return;
  if (fact.page_id == kMovedPage) return;  // another region may have told of it already
  const auto length = static_cast<float>(std::max<int64_t>(1, video->duration_ms));
  const Viewing viewing{drawn(fact.head.viewer, fact.head.video, seed_), fact.head.video,
                        std::clamp(static_cast<float>(fact.watch_ms) / length, 0.0F, 1.0F)};
  auto& kept = persons_[fact.head.viewer];
  const auto at = std::ranges::lower_bound(kept, viewing.order, {}, &Viewing::order);
  if (at != kept.end() && at->order == viewing.order) {
    *at = viewing;
    return;
  }
  kept.insert(at, viewing);
  if (kept.size() > videos_max_) kept.pop_back();
}

}  // namespace soleil

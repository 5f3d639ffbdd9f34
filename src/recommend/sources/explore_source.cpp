#include "recommend/sources/explore_source.h"

#include <utility>

#include "base/random.h"
#include "recommend/sources/meetable.h"

namespace soleil {

Result<void> ExploreSource::find(const Query& query, size_t count_max,
                                 std::vector<VideoSlot>& out) const {
  const int64_t since_ms = query.now_ms - static_cast<int64_t>(days_ * 86'400'000);
  std::vector<VideoSlot> waiting;
  listed_.owed(since_ms, 4 * count_max, meetable(query), waiting);
  std::vector<VideoCard> cards;
  catalog_.cards(waiting, cards);
  std::vector<VideoId> ids;
  for (const VideoCard& card : cards) ids.push_back(card.id);
  const auto had = knowledge_.exposures(ids);
  for (size_t i = 0; i < cards.size(); ++i) {
    if (had[i].met >= exposures_)
      listed_.settle(cards[i].slot);
    else if (had[i].met + had[i].on_the_way < exposures_)
      out.push_back(cards[i].slot);
  }
  SeededRandom random(query.seed);
  for (size_t i = count_max / 2; i < count_max && i < out.size(); ++i)
    std::swap(out[i], out[i + random.below(out.size() - i)]);
  if (out.size() > count_max) out.resize(count_max);
  return {};
}

}  // namespace soleil

#include "recommend/sources/explore_source.h"

#include "recommend/sources/meetable.h"

namespace soleil {

Result<std::vector<VideoId>> ExploreSource::find(const Query& query, size_t count_max) const {
  const int64_t since_ms = query.now_ms - static_cast<int64_t>(days_ * 86'400'000);
  const auto waiting = listed_.owed(since_ms, 4 * count_max,
                                    [&](const Video& video) { return is_meetable(query, video); });
  std::vector<VideoId> out;
  for (const VideoId id : waiting) {
    const Knowledge::Exposures had = knowledge_.exposures(id);
    if (had.met >= exposures_)
      listed_.settle(id);
    else if (had.met + had.on_the_way < exposures_ && out.size() < count_max)
      out.push_back(id);
  }
  return out;
}

}  // namespace soleil

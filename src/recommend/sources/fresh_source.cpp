#include "recommend/sources/fresh_source.h"

#include "recommend/sources/meetable.h"

namespace soleil {

Result<std::vector<VideoId>> FreshSource::find(const Query& query, size_t count_max) const {
  return listed_.newest(count_max, [&](const Video& v) { return is_meetable(query, v); });
}

}  // namespace soleil

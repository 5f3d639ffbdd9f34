#include "recommend/sources/sample_source.h"

#include "recommend/sources/meetable.h"

namespace soleil {

Result<std::vector<VideoId>> SampleSource::find(const Query& query, size_t count_max) const {
  return listed_.sample(count_max, query.seed,
                        [&](const Video& v) { return is_meetable(query, v); });
}

}  // namespace soleil

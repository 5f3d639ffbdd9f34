// FactBatch: reads a batch of facts from outside. Every number is brought within what is possible:
// at_ms to the last 30 days, watch_ms to what the video's length and the loops allow. A fact that
// is wrong by itself is rejected with its place and reason; the others are kept. Pure.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/fact.h"
#include "model/video.h"

namespace soleil {

inline constexpr size_t kFactsMax = 100;  // in a batch

struct FactBatch {
  struct Rejected {
    size_t index = 0;
    std::string reason;
  };
  std::string csrf;  // for text/plain (sendBeacon), else ""
  std::vector<WatchFact> facts;
  std::vector<Rejected> rejected;
};

using FindVideo = std::function<std::shared_ptr<const Video>(VideoId)>;

// invalid: not a batch at all (not JSON, no list, more than kFactsMax).
Result<FactBatch> parse_fact_batch(std::string_view body, ViewerId viewer, int64_t now_ms,
                                   const FindVideo& find_video);

}  // namespace soleil

// Source: finds candidates, by their slots; appends to `out`, which comes empty. Should look past
// what the viewer has seen (query.taste.seen), or a long session would run dry. Thread-safe. An
// error skips the source for this page and is counted.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/video_card.h"
#include "recommend/query.h"

namespace soleil {

class Source {
 public:
  virtual ~Source() = default;
  virtual std::string_view name() const = 0;
  virtual Result<void> find(const Query& query, size_t count_max,
                            std::vector<VideoSlot>& out) const = 0;
  virtual bool explores() const { return false; }  // its candidates are owed exposure
};

}  // namespace soleil

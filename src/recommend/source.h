// Source: finds candidates. Gives ids only; a hydrator completes them. Should look past what the
// viewer has seen (query.taste.seen), or a long session would run dry. Thread-safe. An error skips
// the source for this page and is counted.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "recommend/query.h"

namespace soleil {

class Source {
 public:
  virtual ~Source() = default;
  virtual std::string_view name() const = 0;
  virtual Result<std::vector<VideoId>> find(const Query& query, size_t count_max) const = 0;
  virtual bool explores() const { return false; }  // its candidates are owed exposure
};

}  // namespace soleil

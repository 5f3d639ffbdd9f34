// Hydrator: completes the candidates, or the page, all at once. Never adds or removes. Thread-safe.
// An error leaves them as they are and is counted.
#pragma once

#include <string_view>

#include "base/result.h"
#include "recommend/candidate.h"
#include "recommend/query.h"

namespace soleil {

class Hydrator {
 public:
  virtual ~Hydrator() = default;
  virtual std::string_view name() const = 0;
  virtual Result<void> complete(const Query& query, Candidates& candidates) const = 0;
};

}  // namespace soleil

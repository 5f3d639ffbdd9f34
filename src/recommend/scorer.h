// Scorer: adds terms to a candidate's score. Pure. The terms are stored as they are: what "why this
// video" shows is what was summed.
#pragma once

#include <string_view>

#include "recommend/candidate.h"
#include "recommend/query.h"

namespace soleil {

class Scorer {
 public:
  virtual ~Scorer() = default;
  virtual std::string_view name() const = 0;
  virtual void score(const Query& query, const Candidate& candidate,
                     std::vector<Contribution>& out) const = 0;
};

}  // namespace soleil

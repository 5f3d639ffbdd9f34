// Selector: chooses and orders the page out of scored candidates. Pure; the same query and
// candidates give the same page.
#pragma once

#include "recommend/candidate.h"
#include "recommend/query.h"

namespace soleil {

class Selector {
 public:
  virtual ~Selector() = default;
  virtual Candidates select(const Query& query, Candidates candidates) const = 0;
};

}  // namespace soleil

// Selector: chooses and orders the page out of scored candidates, and says of each place with what
// probability it went to whom it went, given the candidates and the places before. Pure; the same
// query and candidates give the same page: chance comes from the query's seed.
#pragma once

#include <vector>

#include "recommend/candidate.h"
#include "recommend/query.h"

namespace soleil {

// Of one place of a page that another selector made.
struct Judgement {
  double odds = 0;      // that this selector would have given it the same video
  double expected = 0;  // the satisfaction expected of whom it would have given it to
};

class Selector {
 public:
  virtual ~Selector() = default;
  virtual Candidates select(const Query& query, const Candidates& candidates) const = 0;
  // Place by place, those before being as they are. Ids that are no candidates have odds 0.
  virtual std::vector<Judgement> judge(const Query& query, const Candidates& candidates,
                                       const std::vector<VideoId>& page) const = 0;
};

}  // namespace soleil

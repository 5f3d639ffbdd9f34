// Scorer: adds terms to a candidate's score. Pure. The terms are stored as they are: what "why this
// video" shows is what was summed.
#pragma once

#include <string_view>
#include <vector>

#include "recommend/candidate.h"
#include "recommend/query.h"

namespace soleil {

// Sums a score's terms in their order; keeps them, too, where somebody is to see them.
class Terms {
 public:
  explicit Terms(std::vector<Contribution>* kept = nullptr) : kept_(kept) {}
  void add(std::string_view name, double value) {
    sum_ += value;
    if (kept_) kept_->push_back({name, value});
  }
  double sum() const { return sum_; }

 private:
  std::vector<Contribution>* const kept_;
  double sum_ = 0;
};

class Scorer {
 public:
  virtual ~Scorer() = default;
  virtual std::string_view name() const = 0;
  virtual void score(const Query& query, const Candidate& candidate, Terms& out) const = 0;
};

}  // namespace soleil

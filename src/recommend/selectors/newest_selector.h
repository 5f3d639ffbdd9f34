// NewestSelector: the Following feed: by time of publication, newest first.
#pragma once

#include <algorithm>
#include <tuple>

#include "recommend/selector.h"

namespace soleil {

class NewestSelector final : public Selector {
 public:
  Candidates select(const Query& query, Candidates candidates) const override {
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
      return std::tuple(a.video->published_ms, a.id) > std::tuple(b.video->published_ms, b.id);
    });
    if (candidates.size() > query.count) candidates.resize(query.count);
    return candidates;
  }
};

}  // namespace soleil

// NewestSelector: the Following feed: by time of publication, newest first.
#pragma once

#include <algorithm>
#include <tuple>

#include "recommend/selector.h"

namespace soleil {

class NewestSelector final : public Selector {
 public:
  Candidates select(const Query& query, const Candidates& candidates) const override {
    Candidates out = candidates;
    std::sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) {
      return std::tuple(a.card.published_ms, a.id) > std::tuple(b.card.published_ms, b.id);
    });
    if (out.size() > query.count) out.resize(query.count);
    return out;
  }
  std::vector<Judgement> judge(const Query& query, const Candidates& candidates,
                               const std::vector<VideoId>& page) const override {
    const Candidates mine = select(query, candidates);
    std::vector<Judgement> out(page.size());
    for (size_t i = 0; i < page.size() && i < mine.size(); ++i)
      out[i] = {mine[i].id == page[i] ? 1.0 : 0.0,
                static_cast<double>(mine[i].prediction.expected_watch())};
    return out;
  }
};

}  // namespace soleil

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
      return std::tuple(a.card.published_ms, a.id) > std::tuple(b.card.published_ms, b.id);
    });
    if (candidates.size() > query.count) candidates.resize(query.count);
    return candidates;
  }
  std::vector<Judgement> judge(const Query& query, Candidates candidates,
                               const std::vector<VideoId>& page) const override {
    const Candidates mine = select(query, std::move(candidates));
    std::vector<Judgement> out(page.size());
    for (size_t i = 0; i < page.size() && i < mine.size(); ++i)
      out[i] = {mine[i].id == page[i] ? 1.0 : 0.0,
                static_cast<double>(mine[i].prediction.expected_watch())};
    return out;
  }
};

}  // namespace soleil

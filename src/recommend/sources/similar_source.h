// SimilarSource: what viewers who enjoyed what this viewer just enjoyed, enjoyed as well
// (co-watch).
#pragma once

#include "model/knowledge.h"
#include "recommend/source.h"

namespace soleil {

class SimilarSource final : public Source {
 public:
  explicit SimilarSource(const Knowledge& knowledge) : knowledge_(knowledge) {}
  std::string_view name() const override { return "similar"; }
  Result<std::vector<VideoId>> find(const Query& query, size_t count_max) const override;

 private:
  const Knowledge& knowledge_;
};

}  // namespace soleil

// PopularSource: what satisfied most viewers of late, half of it in the viewer's languages.
#pragma once

#include "model/knowledge.h"
#include "recommend/source.h"

namespace soleil {

class PopularSource final : public Source {
 public:
  explicit PopularSource(const Knowledge& knowledge) : knowledge_(knowledge) {}
  std::string_view name() const override { return "popular"; }
  Result<std::vector<VideoId>> find(const Query& query, size_t count_max) const override;

 private:
  const Knowledge& knowledge_;
};

}  // namespace soleil

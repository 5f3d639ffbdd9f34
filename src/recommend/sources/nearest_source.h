// NearestSource: videos whose learned vectors match the viewer's best, whatever their tags say.
#pragma once

#include "model/knowledge.h"
#include "recommend/source.h"

namespace soleil {

class NearestSource final : public Source {
 public:
  explicit NearestSource(const Knowledge& knowledge) : knowledge_(knowledge) {}
  std::string_view name() const override { return "nearest"; }
  Result<std::vector<VideoId>> find(const Query& query, size_t count_max) const override {
    std::vector<VideoId> out;
    for (const Neighbour& near : knowledge_.nearest(query.viewer, count_max))
      out.push_back(near.video);
    return out;
  }

 private:
  const Knowledge& knowledge_;
};

}  // namespace soleil

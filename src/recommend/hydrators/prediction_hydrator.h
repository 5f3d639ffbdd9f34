// PredictionHydrator: what the viewer would make of each candidate, as far as is learned;
// without a profile, what viewers on the whole would.
#pragma once

#include "model/knowledge.h"
#include "recommend/hydrator.h"

namespace soleil {

class PredictionHydrator final : public Hydrator {
 public:
  explicit PredictionHydrator(const Knowledge& knowledge) : knowledge_(knowledge) {}
  std::string_view name() const override { return "prediction"; }
  Result<void> complete(const Query& query, Candidates& candidates) const override {
    std::vector<VideoId> ids;
    ids.reserve(candidates.size());
    for (const Candidate& candidate : candidates) ids.push_back(candidate.id);
    const std::vector<Prediction> predictions =
        knowledge_.predict(query.profiled ? query.viewer : ViewerId{}, ids);
    for (size_t i = 0; i < candidates.size(); ++i) candidates[i].prediction = predictions[i];
    return {};
  }

 private:
  const Knowledge& knowledge_;
};

}  // namespace soleil

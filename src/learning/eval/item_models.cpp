#include "learning/eval/item_models.h"

namespace soleil::eval {
namespace {

std::vector<std::vector<Watch>> histories_of(const History& history,
                                             std::span<const uint32_t> questions) {
  std::vector<std::vector<Watch>> out;
  for (const uint32_t question : questions) out.push_back(history(question));
  return out;
}

}  // namespace

Component by_weights(std::string name, std::shared_ptr<const ItemWeights> weights,
                     History history) {
  const auto score = [weights, history](std::span<const uint32_t> questions,
                                        std::span<float> scores) {
    const size_t videos = weights->videos();
    for (size_t i = 0; i < questions.size(); ++i)
      weights->add_scores(history(questions[i]), scores.subspan(i * videos, videos));
  };
  return {std::move(name), score};
}

Component by_spectrum(std::shared_ptr<const SpectralFilter> filter, const SpectralShape& shape,
                      History history) {
  const auto score = [=](std::span<const uint32_t> questions, std::span<float> scores) {
    filter->score(histories_of(history, questions), shape, scores);
  };
  return {"spectral", score};
}

Component by_viewers(std::shared_ptr<const ViewerNeighbours> viewers, History history) {
  const auto score = [=](std::span<const uint32_t> questions, std::span<float> scores) {
    viewers->score(histories_of(history, questions), scores);
  };
  return {"viewers", score};
}

Component by_factors(std::shared_ptr<const AlternatingFactors> factors) {
  const auto score = [=](std::span<const uint32_t> questions, std::span<float> scores) {
    factors->score(questions, scores);
  };
  return {"factors", score};
}

ItemModels ItemModels::fitted(const VideoLists& lists, size_t videos, const ItemSettings& settings,
                              const Wanted& wanted) {
  ItemModels out;
  if (wanted("ridge")) out.ridge = fit_ridge_as(settings.plan, lists, videos, settings.ridge);
  if (wanted("cosine"))
    out.cosine = std::make_shared<ItemWeights>(fit_cosine(lists, videos, settings.cosine));
  if (wanted("spectral"))
    out.spectral = std::make_shared<SpectralFilter>(lists, videos, settings.spectral.fit);
  if (wanted("viewers"))
    out.viewers = std::make_shared<ViewerNeighbours>(lists, videos, settings.viewers);
  if (wanted("factors"))
    out.factors = std::make_shared<AlternatingFactors>(lists, videos, settings.factors);
  return out;
}

void ItemModels::add_to(std::vector<Component>& components, const ItemSettings& settings,
                        const History& history) const {
  if (ridge) components.push_back(by_weights("ridge", ridge, history));
  if (cosine) components.push_back(by_weights("cosine", cosine, history));
  if (spectral) components.push_back(by_spectrum(spectral, settings.spectral.shape, history));
  if (viewers) components.push_back(by_viewers(viewers, history));
  if (factors) components.push_back(by_factors(factors));
}

json::object ItemSettings::describe() const {
  return {{"exact", plan.exact},
          {"neighbours", plan.neighbours},
          {"ridge",
           {{"strength", ridge.penalty.strength},
            {"growth", ridge.penalty.growth},
            {"viewer_exponent", ridge.viewer_exponent}}},
          {"cosine",
           {{"viewer_exponent", cosine.viewer_exponent},
            {"in", cosine.in},
            {"out", cosine.out},
            {"neighbours", cosine.neighbours}}},
          {"spectral",
           {{"rank", spectral.shape.rank},
            {"out", spectral.shape.out},
            {"power", spectral.shape.power}}},
          {"viewers",
           {{"video_exponent", viewers.video_exponent},
            {"size_exponent", viewers.size_exponent},
            {"count", viewers.count}}},
          {"factors",
           {{"width", factors.width}, {"absent", factors.absent}, {"penalty", factors.penalty}}}};
}

}  // namespace soleil::eval

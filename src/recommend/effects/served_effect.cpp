#include "recommend/effects/served_effect.h"

#include "model/fact.h"

namespace soleil {

Result<void> ServedEffect::served(const Query& query, const Page& page) const {
  if (page.videos.empty()) return {};
  Served fact;
  fact.head = {"served-" + page.id, query.viewer, {}, query.now_ms, query.now_ms};
  fact.page_id = page.id;
  for (const Candidate& candidate : page.videos) {
    fact.videos.push_back(candidate.id);
    fact.places.push_back({static_cast<float>(candidate.propensity), candidate.explored,
                           candidate.prediction.expected_watch()});
  }
  fact.treatment = query.treatment;
  fact.shadows = page.shadows;
  fact.surface = query.kind == FeedKind::for_you     ? Surface::for_you
                 : query.kind == FeedKind::following ? Surface::following
                                                     : Surface::topic;
  fact.recipe = page.recipe;
  fact.recipe_hash = page.recipe_hash;
  return facts_.append_soon(kWatchTopic, encode_fact(fact));
}

}  // namespace soleil

#include "recommend/stages.h"

#include <initializer_list>

#include "recommend/effects/served_effect.h"
#include "recommend/effects/why_effect.h"
#include "recommend/filters/hidden_filter.h"
#include "recommend/filters/listed_filter.h"
#include "recommend/filters/own_filter.h"
#include "recommend/filters/seen_filter.h"
#include "recommend/hydrators/prediction_hydrator.h"
#include "recommend/hydrators/video_hydrator.h"
#include "recommend/scorers/action_scorer.h"
#include "recommend/scorers/chance_scorer.h"
#include "recommend/scorers/curiosity_scorer.h"
#include "recommend/scorers/fresh_scorer.h"
#include "recommend/scorers/reading_scorer.h"
#include "recommend/scorers/watch_scorer.h"
#include "recommend/selectors/diverse_selector.h"
#include "recommend/selectors/newest_selector.h"
#include "recommend/sources/explore_source.h"
#include "recommend/sources/following_source.h"
#include "recommend/sources/fresh_source.h"
#include "recommend/sources/nearest_source.h"
#include "recommend/sources/popular_source.h"
#include "recommend/sources/sample_source.h"
#include "recommend/sources/similar_source.h"
#include "recommend/sources/taste_source.h"
#include "recommend/sources/topic_source.h"

namespace soleil {
namespace {

using Needed = std::initializer_list<std::string_view>;

bool has(const Recipe& recipe, Needed weights) {
  for (const std::string_view name : weights)
    if (!recipe.weights.contains(name)) return false;
  return true;
}

std::unique_ptr<Source> source(const std::string& name, const Recipe& r, const StageParts& p) {
  using Taste = TasteSource;
  if (name == "fresh") return std::make_unique<FreshSource>(p.listed);
  if (name == "sample") return std::make_unique<SampleSource>(p.listed);
  if (name == "popular") return std::make_unique<PopularSource>(p.knowledge);
  if (name == "similar") return std::make_unique<SimilarSource>(p.knowledge);
  if (name == "nearest") return std::make_unique<NearestSource>(p.knowledge);
  if (name == "tags") return std::make_unique<Taste>(p.catalog, Taste::By::tag);
  if (name == "sounds") return std::make_unique<Taste>(p.catalog, Taste::By::sound);
  if (name == "authors") return std::make_unique<Taste>(p.catalog, Taste::By::author);
  if (name == "topic") return std::make_unique<TopicSource>(p.catalog);
  if (name == "following") return std::make_unique<FollowingSource>(p.catalog);
  if (name == "explore" && has(r, {"explore_exposures", "explore_days"}))
    return std::make_unique<ExploreSource>(p.listed, p.knowledge, r.weight("explore_exposures"),
                                           r.weight("explore_days"));
  return nullptr;
}

std::unique_ptr<Filter> filter(const std::string& name) {
  if (name == "listed") return std::make_unique<ListedFilter>();
  if (name == "seen") return std::make_unique<SeenFilter>();
  if (name == "own") return std::make_unique<OwnFilter>();
  if (name == "hidden") return std::make_unique<HiddenFilter>();
  return nullptr;
}

std::unique_ptr<Scorer> scorer(const std::string& name, const Recipe& r) {
  if (name == "watch" && has(r, {"watch"})) return std::make_unique<WatchScorer>(r.weight("watch"));
  if (name == "actions" && has(r, {"like", "share", "skip", "not_interested"}))
    return std::make_unique<ActionScorer>(ActionScorer::Weights{
        r.weight("like"), r.weight("share"), r.weight("skip"), r.weight("not_interested")});
  if (name == "fresh" && has(r, {"fresh", "fresh_half_life_days"}))
    return std::make_unique<FreshScorer>(r.weight("fresh"), r.weight("fresh_half_life_days"));
  if (name == "curiosity" && has(r, {"curiosity"}))
    return std::make_unique<CuriosityScorer>(r.weight("curiosity"));
  if (name == "reading" && has(r, {"reading"}))
    return std::make_unique<ReadingScorer>(r.weight("reading"));
  if (name == "chance" && has(r, {"chance"}))
    return std::make_unique<ChanceScorer>(r.weight("chance"));
  return nullptr;
}

std::unique_ptr<Selector> selector(const Recipe& r) {
  if (r.selector == "newest") return std::make_unique<NewestSelector>();
  if (r.selector == "diverse" &&
      has(r, {"sameness_new", "sameness_settled", "settled_after", "explore_share"}))
    return std::make_unique<DiverseSelector>(
        DiverseSelector::Weights{r.weight("sameness_new"), r.weight("sameness_settled"),
                                 r.weight("settled_after"), r.weight("explore_share")});
  return nullptr;
}

tl::unexpected<Error> unknown(const Recipe& recipe, const std::string& stage) {
  return fail(Code::invalid, "bad_recipe",
              "Recipe " + recipe.name + ": there is no stage '" + stage +
                  "', or [weights] misses a number that it needs.");
}

}  // namespace

Result<Stages> build_stages(const Recipe& recipe, const StageParts& parts) {
  Stages stages;
  for (const SourceShare& share : recipe.sources) {
    stages.sources.push_back(source(share.name, recipe, parts));
    if (!stages.sources.back()) return unknown(recipe, share.name);
  }
  stages.hydrators.push_back(std::make_unique<VideoHydrator>(parts.catalog));
  stages.hydrators.push_back(std::make_unique<PredictionHydrator>(parts.knowledge));
  // Whatever a recipe says, nobody is served what is not public.
  stages.filters.push_back(std::make_unique<ListedFilter>());
  for (const std::string& name : recipe.filters) {
    stages.filters.push_back(filter(name));
    if (!stages.filters.back()) return unknown(recipe, name);
  }
  for (const std::string& name : recipe.scorers) {
    stages.scorers.push_back(scorer(name, recipe));
    if (!stages.scorers.back()) return unknown(recipe, name);
  }
  stages.selector = selector(recipe);
  if (!stages.selector) return unknown(recipe, recipe.selector);
  stages.effects.push_back(std::make_unique<ServedEffect>(parts.facts));
  stages.effects.push_back(std::make_unique<WhyEffect>(parts.why));
  return stages;
}

}  // namespace soleil

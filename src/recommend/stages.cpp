#include "recommend/stages.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/text.h"
#include "recommend/effects/served_effect.h"
#include "recommend/effects/why_effect.h"
#include "recommend/filters/hidden_filter.h"
#include "recommend/filters/listed_filter.h"
#include "recommend/filters/muted_filter.h"
#include "recommend/filters/own_filter.h"
#include "recommend/filters/seen_filter.h"
#include "recommend/filters/withheld_filter.h"
#include "recommend/hydrators/exposure_hydrator.h"
#include "recommend/hydrators/prediction_hydrator.h"
#include "recommend/hydrators/video_hydrator.h"
#include "recommend/scorers/action_scorer.h"
#include "recommend/scorers/bend_scorer.h"
#include "recommend/scorers/chance_scorer.h"
#include "recommend/scorers/curiosity_scorer.h"
#include "recommend/scorers/fresh_scorer.h"
#include "recommend/scorers/reading_scorer.h"
#include "recommend/scorers/watch_scorer.h"
#include "recommend/selectors/diverse_selector.h"
#include "recommend/selectors/newest_selector.h"
#include "recommend/sources/asked_source.h"
#include "recommend/sources/explore_source.h"
#include "recommend/sources/following_source.h"
#include "recommend/sources/fresh_source.h"
#include "recommend/sources/items_source.h"
#include "recommend/sources/local_source.h"
#include "recommend/sources/nearest_source.h"
#include "recommend/sources/newcomers_source.h"
#include "recommend/sources/next_source.h"
#include "recommend/sources/popular_source.h"
#include "recommend/sources/sample_source.h"
#include "recommend/sources/similar_source.h"
#include "recommend/sources/taste_source.h"
#include "recommend/sources/topic_source.h"

namespace soleil {
namespace {

// Every stage a recipe may name, and the weights it reads; "?": it can do without. What is here can
// be built below.
struct StageNeed {
  std::string_view kind, name, weights;
};
constexpr StageNeed kStageNeeds[] = {
    {"source", "fresh", ""},
    {"source", "sample", ""},
    {"source", "popular", ""},
    {"source", "similar", ""},
    {"source", "nearest", ""},
    {"source", "next", ""},
    {"source", "items", ""},
    {"source", "local", ""},
    {"source", "tags", ""},
    {"source", "sounds", ""},
    {"source", "authors", ""},
    {"source", "topic", ""},
    {"source", "following", ""},
    {"source", "asked", ""},
    {"source", "explore", "explore_exposures explore_days"},
    {"source", "newcomers", "explore_exposures explore_days"},
    {"filter", "listed", ""},
    {"filter", "seen", ""},
    {"filter", "own", ""},
    {"filter", "hidden", ""},
    {"scorer", "watch", "watch"},
    {"scorer", "actions", "like share skip not_interested follow? report?"},
    {"scorer", "fresh", "fresh fresh_half_life_days"},
    {"scorer", "curiosity", "curiosity"},
    {"scorer", "reading", "reading"},
    {"scorer", "bend", "bend_tag bend_language bend_new_creators bend_length"},
    {"scorer", "chance", "chance"},
    {"selector", "newest", ""},
    {"selector", "diverse",
     "sameness_new sameness_settled settled_after explore_share place_heat? explore_heat? "
     "explore_optimism? explore_urgency?"},
};

class StageCheck {
 public:
  explicit StageCheck(const Recipe& recipe) : recipe_(recipe) {}

  Result<void> need(std::string_view kind, const std::string& name) {
    const auto at =
        std::find_if(std::begin(kStageNeeds), std::end(kStageNeeds),
                     [&](const StageNeed& one) { return one.kind == kind && one.name == name; });
    if (at == std::end(kStageNeeds))
      return bad(name, "there is no " + std::string(kind) + " '" + name + "'.");
    for (std::string_view weight : split(at->weights, ' ')) {
      const bool optional = weight.ends_with('?');
      if (optional) weight.remove_suffix(1);
      if (weight.empty()) continue;
      if (!optional && !recipe_.weights.contains(weight))
        return bad(name, name + " needs weights." + std::string(weight) + ".");
      read_.insert(weight);
    }
    return {};
  }
  Result<void> none_left() const {
    for (const auto& [name, value] : recipe_.weights)
      if (!read_.contains(name))
        return bad("weights." + name, "no stage of this recipe reads weights." + name + ".");
    return {};
  }

 private:
  tl::unexpected<Error> bad(const std::string& at, const std::string& what) const {
    const auto line = recipe_.lines.find(at);
    return bad_recipe(recipe_.name, line == recipe_.lines.end() ? 0 : line->second, what);
  }
  const Recipe& recipe_;
  std::set<std::string_view> read_;
};

std::unique_ptr<Source> source(const std::string& name, const Recipe& r, const StageParts& p) {
  using Taste = TasteSource;
  if (name == "fresh") return std::make_unique<FreshSource>(p.listed);
  if (name == "sample") return std::make_unique<SampleSource>(p.listed);
  if (name == "popular") return std::make_unique<PopularSource>(p.catalog, p.knowledge);
  if (name == "similar") return std::make_unique<SimilarSource>(p.catalog, p.knowledge);
  if (name == "nearest") return std::make_unique<NearestSource>(p.catalog, p.knowledge);
  if (name == "next") return std::make_unique<NextSource>(p.catalog, p.knowledge);
  if (name == "items") return std::make_unique<ItemsSource>(p.catalog, p.knowledge);
  if (name == "local") return std::make_unique<LocalSource>(p.catalog, p.knowledge);
  if (name == "newcomers")
    return std::make_unique<NewcomersSource>(
        p.catalog, p.listed, p.knowledge, r.weight("explore_exposures"), r.weight("explore_days"));
  if (name == "tags") return std::make_unique<Taste>(p.catalog, Taste::By::tag);
  if (name == "sounds") return std::make_unique<Taste>(p.catalog, Taste::By::sound);
  if (name == "authors") return std::make_unique<Taste>(p.catalog, Taste::By::author);
  if (name == "topic") return std::make_unique<TopicSource>(p.catalog);
  if (name == "asked") return std::make_unique<AskedSource>(p.catalog, p.listed);
  if (name == "following") return std::make_unique<FollowingSource>(p.catalog);
  return std::make_unique<ExploreSource>(p.catalog, p.listed, p.knowledge,
                                         r.weight("explore_exposures"), r.weight("explore_days"));
}

std::unique_ptr<Filter> filter(const std::string& name) {
  if (name == "listed") return std::make_unique<ListedFilter>();
  if (name == "seen") return std::make_unique<SeenFilter>();
  if (name == "own") return std::make_unique<OwnFilter>();
  return std::make_unique<HiddenFilter>();
}

std::unique_ptr<Scorer> scorer(const std::string& name, const Recipe& r) {
  if (name == "watch") return std::make_unique<WatchScorer>(r.weight("watch"));
  if (name == "actions")
    return std::make_unique<ActionScorer>(ActionScorer::Weights{
        r.weight("like"), r.weight("share"), r.weight_or("follow", 0), r.weight("skip"),
        r.weight("not_interested"), r.weight_or("report", 0)});
  if (name == "fresh")
    return std::make_unique<FreshScorer>(r.weight("fresh"), r.weight("fresh_half_life_days"));
  if (name == "curiosity") return std::make_unique<CuriosityScorer>(r.weight("curiosity"));
  if (name == "bend")
    return std::make_unique<BendScorer>(
        BendScorer::Weights{r.weight("bend_tag"), r.weight("bend_language"),
                            r.weight("bend_new_creators"), r.weight("bend_length")});
  if (name == "reading") return std::make_unique<ReadingScorer>(r.weight("reading"));
  return std::make_unique<ChanceScorer>(r.weight("chance"));
}

std::unique_ptr<Selector> selector(const Recipe& r) {
  if (r.selector == "newest") return std::make_unique<NewestSelector>();
  return std::make_unique<DiverseSelector>(DiverseSelector::Weights{
      r.weight("sameness_new"), r.weight("sameness_settled"), r.weight("settled_after"),
      r.weight("explore_share"), r.weight_or("place_heat", 0), r.weight_or("explore_heat", 0.05),
      r.weight_or("explore_optimism", 0.3), r.weight_or("explore_urgency", 0.5)});
}

}  // namespace

Result<void> check_stages(const Recipe& recipe) {
  StageCheck check(recipe);
  for (const SourceShare& share : recipe.sources) SOLEIL_TRY(check.need("source", share.name));
  for (const std::string& name : recipe.filters) SOLEIL_TRY(check.need("filter", name));
  for (const std::string& name : recipe.scorers) SOLEIL_TRY(check.need("scorer", name));
  SOLEIL_TRY(check.need("selector", recipe.selector));
  return check.none_left();
}

Result<Stages> build_stages(const Recipe& recipe, const StageParts& parts) {
  SOLEIL_TRY(check_stages(recipe));
  Stages stages;
  for (const SourceShare& share : recipe.sources)
    stages.sources.push_back(source(share.name, recipe, parts));
  stages.hydrators.push_back(std::make_unique<PredictionHydrator>(parts.knowledge));
  if (recipe.weights.contains("explore_days"))
    stages.hydrators.push_back(std::make_unique<ExposureHydrator>(parts.listed, parts.knowledge,
                                                                  recipe.weight("explore_days")));
  stages.page_hydrators.push_back(std::make_unique<VideoHydrator>(parts.catalog));
  // Whatever a recipe says, nobody is served what is not public, or what they muted.
  stages.filters.push_back(std::make_unique<ListedFilter>());
  stages.filters.push_back(std::make_unique<MutedFilter>(parts.catalog));
  stages.filters.push_back(std::make_unique<WithheldFilter>());
  for (const std::string& name : recipe.filters) stages.filters.push_back(filter(name));
  for (const std::string& name : recipe.scorers) stages.scorers.push_back(scorer(name, recipe));
  stages.selector = selector(recipe);
  stages.effects.push_back(std::make_unique<ServedEffect>(parts.facts));
  stages.effects.push_back(std::make_unique<WhyEffect>(parts.why));
  return stages;
}

}  // namespace soleil

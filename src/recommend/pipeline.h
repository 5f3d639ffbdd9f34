// Pipeline: runs a recipe's stages in order and always gives a page: sources -> merge -> hydrators
// -> filters -> scorers -> selector -> effects. Sources, hydrators and effects may fail or come too
// late: they are skipped and counted (soleil_feed_stages_total). Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "recommend/effect.h"
#include "recommend/filter.h"
#include "recommend/hydrator.h"
#include "recommend/recipe.h"
#include "recommend/scorer.h"
#include "recommend/selector.h"
#include "recommend/source.h"

namespace soleil {

struct Stages {
  std::vector<std::unique_ptr<Source>> sources;  // in the order of recipe.sources
  std::vector<std::unique_ptr<Hydrator>> hydrators;
  std::vector<std::unique_ptr<Filter>> filters;
  std::vector<std::unique_ptr<Scorer>> scorers;
  std::unique_ptr<Selector> selector;
  std::vector<std::unique_ptr<Effect>> effects;
};

class Pipeline {
 public:
  Pipeline(Recipe recipe, Stages stages, const Clock& clock, Metrics& metrics);
  // `shadows` do not serve: what they would have given at each place goes into the page.
  using Shadows = std::map<std::string, const Pipeline*>;  // by arm
  Page run(const Query& query, std::string page_id, const Shadows& shadows = {}) const;
  const Recipe& recipe() const { return recipe_; }

 private:
  Shadow judge(const Query& query, Candidates candidates, const Page& page) const;
  Candidates find(const Query& query, int64_t late_ms) const;
  void complete(const Query& query, Candidates& candidates) const;
  std::vector<Removal> filter(const Query& query, Candidates& candidates) const;
  void score(const Query& query, Candidates& candidates) const;
  void count(std::string_view kind, std::string_view stage, std::string_view outcome,
             uint64_t times = 1) const;

  const Recipe recipe_;
  const Stages stages_;
  const Clock& clock_;
  Metrics& metrics_;
};

}  // namespace soleil

// Pipeline: runs a recipe's stages in order and always gives a page: sources -> merge -> filters ->
// hydrators -> scorers -> selector -> page hydrators -> effects. Sources, hydrators and effects may
// fail: they are counted and passed over. Sources and hydrators are skipped once the page took
// longer than the recipe allows; a source that alone took that long rests for a while, so that one
// stalled source makes one page late and not all. The first source is never skipped. What happened
// is in soleil_feed_stages_total. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "catalog/catalog.h"
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
  std::vector<std::unique_ptr<Hydrator>> page_hydrators;  // of the page's own only
  std::vector<std::unique_ptr<Effect>> effects;
};

class Pipeline {
 public:
  static constexpr int64_t kRestMs = 1'000;
  static constexpr size_t kSourcesMax = 64;
  // The catalogue and the clock must outlive it.
  Pipeline(Recipe recipe, Stages stages, const Catalog& catalog, const Clock& clock,
           Metrics& metrics);
  // `shadows` do not serve: what they would have given at each place goes into the page.
  using Shadows = std::map<std::string, const Pipeline*>;  // by arm
  Page run(const Query& query, std::string page_id, const Shadows& shadows = {}) const;
  const Recipe& recipe() const { return recipe_; }

 private:
  enum Outcome { ok, failed, late, resting, kOutcomes };
  struct Counted {  // one stage's counters, by Outcome
    std::array<Counter*, kOutcomes> counters{};
    void count(Outcome outcome) const { counters[outcome]->add(); }
  };
  Counted counted(std::string_view kind, std::string_view stage) const;
  Shadow judge(const Query& query, Candidates candidates, const Page& page) const;
  void find(const Query& query, int64_t late_ms, Candidates& found) const;
  Outcome ask(const Query& query, size_t source, int64_t late_ms,
              std::vector<VideoSlot>& out) const;
  void complete(const Query& query, int64_t late_ms, Candidates& candidates) const;
  std::vector<Removal> filter(const Query& query, Candidates& candidates) const;
  void score(const Query& query, Candidates& candidates) const;
  double sum(const Query& query, const Candidate& candidate,
             std::vector<Contribution>* terms) const;
  void finish(const Query& query, Candidates& page) const;
  void count_removals(const std::vector<Removal>& removed) const;

  const Recipe recipe_;
  const Stages stages_;
  const Catalog& catalog_;
  const Clock& clock_;
  Metrics& metrics_;
  std::vector<Counted> sources_, hydrators_, page_hydrators_, effects_;
  mutable std::array<std::atomic<int64_t>, kSourcesMax> rests_until_ms_{};
};

}  // namespace soleil

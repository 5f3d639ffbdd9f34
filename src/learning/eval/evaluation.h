// The evaluations behind `soleil eval`: each reads TSV files, learns from the train part only, and
// gives figures in the order in which they are printed. docs/evaluation.md tells the protocols.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "learning/eval/progress.h"

namespace soleil::eval {

struct EvalOptions {
  std::string train, valid, test;    // paths of interaction rows; valid may be empty
  std::string log;                   // online only
  std::string videos, viewers;       // paths of attributes; may be empty
  size_t k = 0;                      // 0: the protocol's own
  bool filter_seen = false;          // next: videos of the train rows are not ranked
  std::string label = "long_view";   // impressions, online: the column that is predicted
  std::vector<std::string> context;  // columns of unknown name that are known before watching
  std::vector<int64_t> sync_s;       // online: intervals in seconds, 0 = by event
  // regions: into how many the viewers are split, in how many parts the train rows come, after each
  // of which the regions tell each other, and on what terms (k is persons_min).
  size_t regions = 4, rounds = 1;
  double epsilon = 8;
  size_t videos_per_person = 32;
  uint64_t seed = 1;
  double minutes = 10;  // catalogue, next: what all of it may take (time_plan.h)
};

// Full ranking of the catalogue: recall, ndcg.
Result<json::object> evaluate_catalogue(const EvalOptions& options, Progress& progress);

// Each test row is what its viewer watched next after the train rows: hr, ndcg.
Result<json::object> evaluate_next(const EvalOptions& options, Progress& progress);

// Within each viewer's logged impressions, the models trained once: primary, gauc, ndcg5 (trees
// over rankers and counters, or rankers averaged), ranker_primary (one Ranker), live_primary (the
// model that the feed serves, by event), online_primary (the Ranker goes on learning by event).
Result<json::object> evaluate_impressions(const EvalOptions& options, Progress& progress);

// What is lost when viewers' home regions learn apart: the live model on the same rows, central (of
// all), alone (of each region's own) and exchanged (of its own and what the others' releases
// teach).
Result<json::object> evaluate_regions(const EvalOptions& options, Progress& progress);

// Monolith's Algorithm 1: AUC for each interval between syncs, of a Ranker with counters and
// (live_) of the model that the feed serves.
Result<json::object> evaluate_online(const EvalOptions& options, Progress& progress);

}  // namespace soleil::eval

// Experiments and exploration as JSON: the console, the API and `soleil ope --json` say the same.
#pragma once

#include "base/json.h"
#include "experiments/experiment_book.h"
#include "model/experiment.h"

namespace soleil {

// state: planned, running, ended. While it runs, intervals and p are those that may be looked at
// any time; after its end, those of one look (reading: any_time, at_end).
json::object experiment_json(const Experiment& experiment, const TrialReading& reading,
                             int64_t now_ms);
json::object exploration_json(const ExplorationReading& reading);

}  // namespace soleil

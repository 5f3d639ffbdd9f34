// What the live ranker is fed with: where its numbers start, and the outcome of a viewing. Pure.
#pragma once

#include "learning/ranker/action_model.h"
#include "model/fact.h"

namespace soleil {

float log_odds(float p);  // of p within 0.0005 and 0.9995
ActionSettings live_settings();
Outcome outcome_of(const Watched& fact, float satisfaction);

}  // namespace soleil

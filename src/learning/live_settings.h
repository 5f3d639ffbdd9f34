// What the live ranker is fed with: where its numbers start, and the outcome of a viewing. Pure.
#pragma once

#include "learning/ranker/action_model.h"
#include "model/fact.h"

namespace soleil {

ActionSettings live_settings();
Outcome outcome_of(const Watched& fact, float satisfaction);

}  // namespace soleil

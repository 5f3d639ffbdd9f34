// How a log reaches its witnesses over HTTP.
#pragma once

#include "ledger/cosigners.h"

namespace soleil {

// POST <witness's url>/add-checkpoint with a new connection each; at most timeout_ms of silence.
PostToWitness post_to_witnesses(int64_t timeout_ms = 2'000);

}  // namespace soleil

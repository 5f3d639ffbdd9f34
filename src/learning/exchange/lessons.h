// What a region learns from another's release: a fact for each video (Taught, model/fact.h), which
// goes into its own log, so that the model stays a function of its log. Noise is told by weight: n
// persons of whom a sum is known with noise s count as n / (1 + s^2 / (n v)) known exactly, v being
// the variance between a person's viewings. Pure.
#pragma once

#include <vector>

#include "learning/exchange/release.h"

namespace soleil {

std::vector<WatchFact> lessons_of(const ReleaseBody& release, const FindOpenVideo& open,
                                  int64_t now_ms);

}  // namespace soleil

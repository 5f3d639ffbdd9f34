// What the live ranker is fed with: the fields of its keys, where its numbers start, and the
// outcome of a viewing. Pure.
#pragma once

#include <cstdint>

#include "learning/ranker/ranker.h"
#include "model/fact.h"

namespace soleil {

enum KeyField : uint64_t {
  kViewerKey = 1,
  kVideoKey,
  kAuthorKey,
  kSoundKey,
  kTagKey,
  kLanguageKey,
  kLengthKey,
  kHourKey,
  kEnjoyedKey
};
inline constexpr uint64_t kRankerSeed = 1;  // a model is a function of its log: the same everywhere
inline constexpr uint32_t kRowDaysMax = 90;  // a row not used for so long is freed

uint32_t day_of(int64_t ms);  // days since 1970, 0 for times before
RankerSettings live_settings();
Outcome outcome_of(const Watched& fact, float satisfaction);

}  // namespace soleil

// WhyWords: why a video was chosen, in plain sentences and labels, English and French. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "recommend/why_memory.h"

namespace soleil {

struct TwoTongues {
  std::string en, fr;
};

TwoTongues words_of(std::string_view contribution);
// What spoke most for it first; the last one says what played no part. `because_title`: of the
// watched video that spoke for it, "" when there is none.
std::vector<TwoTongues> sentences_of(const Why& why, const std::string& because_title);
TwoTongues short_reason(const Why& why, const std::string& because_title);

}  // namespace soleil

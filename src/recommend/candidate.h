// Candidate: one video on its way through the pipeline, and what the stages say of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "model/knowledge.h"
#include "model/video.h"

namespace soleil {

// One term of the score. Names are string literals (why_words.h says them in words).
struct Contribution {
  std::string_view name;
  double value = 0;
};

struct Candidate {
  VideoId id;
  std::shared_ptr<const Video> video;       // by the hydrator
  std::vector<std::string_view> sources;    // which found it, first one first
  bool explores = false;                    // owed to new videos (exploration floor)
  float exposures = 0, waited = 0;          // of an owed one: had so far; 0..1 of its time
  Prediction prediction;                    // by the hydrator
  std::vector<Contribution> contributions;  // by the scorers
  double score = 0;                         // their sum, exactly, in order
  bool explored = false;                    // by the selector: an exploration place drew it
  double propensity = 1;  // by the selector: the probability that it got this place
};

using Candidates = std::vector<Candidate>;

}  // namespace soleil

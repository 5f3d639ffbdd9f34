// Candidate: one video on its way through the pipeline, and what the stages say of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "catalog/video_card.h"
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
  VideoCard card;                   // what stages look at
  std::string_view source;          // the first that found it
  bool explores = false;            // owed to new videos (exploration floor)
  float exposures = 0, waited = 0;  // of an owed one: had so far; 0..1 of its time
  Prediction prediction;            // by the hydrator
  double score = 0;                 // the sum of its contributions, exactly, in order
  bool explored = false;            // by the selector: an exploration place drew it
  double propensity = 1;            // by the selector: the probability that it got this place
  // Of the page's own only, after the selector: the row, and the terms of the score.
  std::shared_ptr<const Video> video;
  std::vector<Contribution> contributions;
};

using Candidates = std::vector<Candidate>;

}  // namespace soleil

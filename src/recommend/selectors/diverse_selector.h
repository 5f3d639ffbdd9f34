// DiverseSelector: the best first, but not all the same. Place by place a candidate's value is its
// score less its likeness to what the page (and the last videos served) already hold; likeness
// weighs more while little is known of the viewer. Never an author or a sound twice in a row while
// there is another choice. The place goes to a candidate drawn by a softmax over the values, so
// narrow that only near-equals compete.
//
// A share of the places, drawn by the seed, goes to candidates that are owed exposure, as long as
// there are any: by a softmax over value + optimism / sqrt(1 + exposures had) + urgency x waited:
// an upper confidence bound. Unknown ones come first, plainly bad ones later, and all before their
// time is over.
//
// So each place is a draw from known odds: (1 - share) x ranked + share x explored. They are told
// exactly (Candidate::propensity), for off-policy estimates.
#pragma once

#include <cstdint>
#include <vector>

#include "recommend/selector.h"
#include "recommend/selectors/place_odds.h"

namespace soleil {

class DiverseSelector final : public Selector {
 public:
  struct Weights {
    double sameness_new, sameness_settled;  // of likeness 0..1, at first and after many viewings
    double settled_after;                   // viewings until half way between them
    double explore_share;                   // of places, 0..1
    double place_heat, explore_heat;  // of the two softmaxes, in the score's unit; 0: the best
    double explore_optimism, explore_urgency;
  };
  explicit DiverseSelector(const Weights& weights) : weights_(weights) {}
  Candidates select(const Query& query, const Candidates& candidates) const override;
  std::vector<Judgement> judge(const Query& query, const Candidates& candidates,
                               const std::vector<VideoId>& page) const override;

 private:
  struct Choice {  // what each place asks of a candidate, side by side in memory
    const Candidate* candidate;
    VideoId id;
    AccountId author;
    SoundId sound;
    double score = 0, likeness_to_page = 0;
    uint64_t marks = 0;  // of tags, author and sound: no common bit, no likeness
    bool taken = false;
  };
  struct PlaceOdds {
    std::vector<Odds> ranked, explored;
    double explore_share = 0;  // 0 when none may be explored
    double of(size_t choice) const;
  };
  class Page;  // one being filled
  const Weights weights_;
};

double likeness(const VideoCard& a, const VideoCard& b);  // 0..1: tags, author, sound

}  // namespace soleil

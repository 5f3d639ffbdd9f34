// PersonTally: what the persons of a region did in a time, person by person, from the facts. It
// never leaves the region: nothing can be had from it but a Release (release.h), which adds up and
// adds noise. Each person counts once in a video, as they watched it last, and in at most
// terms.videos_per_person videos, drawn by the seed. Who reset their taste or erased their account
// is in no release that is made afterwards; nor is what somebody watched before they moved here
// (model/moved.h), so that no viewing is told of by two regions. 24 bytes a person and video. Not
// thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "learning/exchange/terms.h"
#include "model/fact.h"

namespace soleil {

// A video that everybody may see, there as here.
struct OpenVideo {
  int64_t duration_ms = 0;
  AccountId author;
};
using FindOpenVideo = std::function<std::optional<OpenVideo>(VideoId)>;

class PersonTally {
 public:
  PersonTally(const ExchangeTerms& terms, FindOpenVideo open, uint64_t seed)
      : videos_max_(terms.videos_per_person), open_(std::move(open)), seed_(seed) {}
  void take(const WatchFact& fact);
  size_t persons() const { return persons_.size(); }

 private:
  friend class Release;
  struct Viewing {
    uint64_t order = 0;  // drawn: those with the least are kept
    VideoId video;
    float watched = 0;  // share of it, 0..1
  };
  void count(const Watched& fact);

  const size_t videos_max_;
  const FindOpenVideo open_;
  const uint64_t seed_;
  std::unordered_map<ViewerId, std::vector<Viewing>> persons_;  // by order
};

}  // namespace soleil

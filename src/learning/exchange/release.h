// Release: all that a region ever tells others of what its viewers did: for each public video that
// at least persons_min of them watched, how many they were and how much more of it
// they watched than they usually do, both with noise. It is made of a PersonTally alone, and
// nothing else is made of one: what is sent to other regions is a Release by type.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "learning/exchange/person_tally.h"
#include "learning/exchange/terms.h"

namespace soleil {

struct ReleasedVideo {
  VideoId video;
  int64_t persons = 0;  // with noise, both
  // How much of it they watched, over what each of them watches of videos on the whole: summed over
  // persons, in tenths.
  int64_t watched = 0;
};

struct ReleaseBody {
  std::string region;   // its id
  int64_t number = 0;   // 1, 2, …
  int64_t at_ms = 0;    // when it was made, of the facts since the one before
  ExchangeTerms terms;  // what the numbers were made with
  ExchangeNoise noise;
  std::vector<ReleasedVideo> videos;
};

class Release {
 public:
  static Release of(const PersonTally& tally, const ExchangeTerms& terms, std::string region,
                    int64_t number, int64_t at_ms, Random& random);
  const ReleaseBody& body() const { return body_; }

 private:
  explicit Release(ReleaseBody body) : body_(std::move(body)) {}
  ReleaseBody body_;
};

std::string encode_release(const Release& release);         // JSON
Result<ReleaseBody> decode_release(std::string_view text);  // corrupt "bad_release"

}  // namespace soleil

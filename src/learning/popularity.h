// Popularity: satisfaction summed with decay, by language and overall. Decay never changes the
// order (decayed.h), so the ranking is kept sorted by each event and needs no refresh. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "learning/decayed.h"
#include "model/id.h"

namespace soleil {

class Popularity {
 public:
  explicit Popularity(double half_life_ms) : half_life_ms_(half_life_ms) {}
  void add(VideoId video, uint32_t language, double amount, int64_t at_ms);  // amount > 0
  void forget(VideoId video);
  std::vector<VideoId> best(std::optional<uint32_t> language, size_t count_max) const;

 private:
  using Ranking = std::set<std::pair<double, VideoId>>;  // ascending
  struct Kept {
    Decayed amount;
    uint32_t language = 0;
  };
  void take_out(VideoId video, const Kept& kept);
  const double half_life_ms_;
  std::unordered_map<VideoId, Kept> kept_;
  Ranking all_;
  std::unordered_map<uint32_t, Ranking> by_language_;
};

}  // namespace soleil

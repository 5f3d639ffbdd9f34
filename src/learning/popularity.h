// Popularity: satisfaction summed with decay, and which videos have most of it, by language and
// over all. Decay never changes the order (decayed.h) and amounts only grow, so that the kBestMax
// best of each ranking, kept sorted, stay right by event and need no refresh. Videos and languages
// are numbers; 4 bytes a video, 8 kB a language. One thread learns; best() may be asked
// meanwhile, and waits only while a ranking moves.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "base/row_array.h"
#include "learning/decayed.h"

namespace soleil {

class Popularity {
 public:
  static constexpr size_t kBestMax = 1'024;  // as deep as a ranking can be asked
  explicit Popularity(double half_life_ms) : half_life_ms_(half_life_ms) {}
  void reach(size_t videos) { kept_.reach(videos); }  // numbers below `videos` may be named
  void add(uint32_t video, uint32_t language, double amount, int64_t at_ms);  // amount > 0
  void forget(uint32_t video);
  std::vector<uint32_t> best(std::optional<uint32_t> language, size_t count_max) const;
  void begin_cut() {
    kept_.begin_cut();
    cut_ = rankings_;
  }
  void end_cut() {
    kept_.end_cut();
    cut_ = {};
  }
  template <class File>
  void keep(File& file) {  // snapshot_file.h
    file.rows(kept_);
    Rankings& rankings = File::kReads ? rankings_ : cut_;
    file.list(rankings.all);
    uint64_t languages = rankings.by_language.size();
    if constexpr (File::kReads)
      languages = file.count(sizeof(uint64_t));
    else
      file.value(languages);
    rankings.by_language.resize(languages);
    for (Ranking& ranking : rankings.by_language) file.list(ranking);
  }

 private:
  struct Ranked {
    float level = 0;
    uint32_t video = 0;
    bool operator<(const Ranked& other) const {  // the better first
      return level != other.level ? level > other.level : video > other.video;
    }
  };
  using Ranking = std::vector<Ranked>;
  struct Rankings {
    Ranking all;
    std::vector<Ranking> by_language;
  };
  struct Kept {
    Decayed amount;
    uint32_t language = UINT32_MAX;
  };
  static void rise(Ranking& ranking, const Ranked& before, const Ranked& now);
  void fill(Ranking& ranking, std::optional<uint32_t> language) const;
  const double half_life_ms_;
  RowArray<Kept> kept_;
  mutable std::mutex mutex_;  // guards rankings_
  Rankings rankings_, cut_;
};

}  // namespace soleil

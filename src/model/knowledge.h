// Knowledge: what learning knows of viewers and videos, as recommending reads it. The two stages do
// not know each other; they meet in facts (recommend -> learn) and here (learn -> recommend).
// Everything given back is a copy. Thread-safe; a call takes microseconds to a few milliseconds.
// The figures are finite, always.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/id.h"
#include "model/seen_set.h"

namespace soleil {

// The parts of an expected satisfaction; they add up to it.
enum class Part : uint8_t { base, quality, tags, author, sound, language, length, match, co_watch };
inline constexpr size_t kParts = 9;

struct Prediction {
  std::array<float, kParts> watch{};  // by Part; the sum is the expected satisfaction, about 0..1
  float completion = 0, like = 0, share = 0, skip = 0, not_interested = 0;  // probabilities
  float follow = 0, report = 0;
  float unknown = 1;  // 1: the viewer met nothing like it; towards 0 with each meeting
  int best_tag = -1;  // index of the video's tag that speaks most for it; -1: none does
  VideoId because;    // the watched video that speaks most for it (co_watch); none: no id
  float expected_watch() const {
    float sum = 0;
    for (float part : watch) sum += part;
    return sum;
  }
};

struct Recent {
  VideoId video;
  float satisfaction = 0;  // 0..1: the share watched, corrected for the video's length
};

template <class T>
struct Liking {
  T what;
  float weight = 0;  // > 0
};

struct Hidden {  // "not interested"
  VideoId video;
  AccountId author;
  SoundId sound;
  int64_t at_ms = 0;
  bool learned = true;  // false: said while learning was paused
};

struct ViewerTaste {
  int64_t watched = 0;                               // viewings learned from since the last reset
  int64_t pages = 0;                                 // pages served, ever
  std::vector<Recent> recent;                        // newest first
  std::vector<Liking<std::string>> tags, languages;  // strongest first
  std::vector<Liking<AccountId>> authors;
  std::vector<Liking<SoundId>> sounds;
  std::vector<Hidden> hidden;
  SeenSet seen;                 // served; met: watched or refused, not to come again
  std::vector<VideoId> served;  // the last ones, newest first
};

struct Neighbour {
  VideoId video;
  float strength = 0;  // 0..1
};

class Knowledge {
 public:
  virtual ~Knowledge() = default;
  // Waits until every fact of the viewer's that was taken in before the call is known, or wait_ms;
  // false: not yet. Pages served may be known later.
  virtual bool catch_up(ViewerId viewer, int64_t wait_ms) const = 0;
  virtual ViewerTaste taste(ViewerId viewer) const = 0;
  // One for each video, in order; unknown videos get the prediction of an average one.
  virtual std::vector<Prediction> predict(ViewerId viewer,
                                          std::span<const VideoId> videos) const = 0;
  // Most satisfying watch time first, decayed; language "": all languages.
  virtual std::vector<VideoId> popular(const std::string& language, size_t count) const = 0;
  // Watched with satisfaction by the viewers who so watched `video`.
  virtual std::vector<Neighbour> similar(VideoId video, size_t count) const = 0;
  // Watched with satisfaction right after `video`.
  virtual std::vector<Neighbour> next(VideoId video, size_t count) const = 0;
  // What a model of all viewers' recent videos, fitted now and then, offers after `video`; none
  // until its first fit.
  virtual std::vector<Neighbour> item_neighbours(VideoId video, size_t count) const = 0;
  // Unseen videos whose learned vectors match the viewer's best; strength is the raw match.
  virtual std::vector<Neighbour> nearest(ViewerId viewer, size_t count) const = 0;
  struct Exposures {
    float met = 0;         // For You viewings reported
    float on_the_way = 0;  // served of late, not reported yet
  };
  // One for each video, in order; of an unknown one none.
  virtual std::vector<Exposures> exposures(std::span<const VideoId> videos) const = 0;
};

}  // namespace soleil

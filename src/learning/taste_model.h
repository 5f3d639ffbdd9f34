// TasteModel: everything that is learned, as a function of the facts applied so far and of the
// videos put in: the same facts in the same order give the same model. No clock, no thread, no I/O;
// its time is that of the newest fact. Not thread-safe (Learner guards it).
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "learning/affinities.h"
#include "learning/co_watch.h"
#include "learning/factors.h"
#include "learning/popularity.h"
#include "learning/ranker/ranker.h"
#include "learning/satisfaction.h"
#include "learning/vector_index.h"
#include "learning/vocabulary.h"
#include "model/fact.h"
#include "model/knowledge.h"
#include "model/video.h"

namespace soleil {

inline constexpr uint64_t kNoTag = UINT32_MAX;  // the tag of videos without one

struct LearningSettings {
  double popularity_half_life_ms = 3 * 86'400'000.0;
  double co_watch_half_life_ms = 30 * 86'400'000.0;
};

class TasteModel {
 public:
  explicit TasteModel(const LearningSettings& settings = {});

  void put_video(const Video& video);  // new, or its tags, sound or language changed
  void forget_video(VideoId id);       // not listed any more; comes back with put_video
  void apply(const WatchFact& fact);
  // Moves the vectors that were learned lately to their places in the index of `nearest`, at most
  // count_max; true: there are more. apply() does it now and then; once facts pause, do the rest.
  // Some 0.2 ms each.
  bool settle(size_t count_max);

  // As Knowledge.
  ViewerTaste taste(ViewerId viewer) const;
  std::vector<Prediction> predict(ViewerId viewer, std::span<const VideoId> videos) const;
  std::vector<VideoId> popular(const std::string& language, size_t count) const;
  std::vector<Neighbour> similar(VideoId video, size_t count) const;
  std::vector<Neighbour> nearest(ViewerId viewer, size_t count) const;
  Knowledge::Exposures exposures(VideoId video) const;

  const Ranker& ranker() const { return ranker_; }
  size_t viewers() const { return viewers_.size(); }
  size_t videos() const { return videos_.size(); }

 private:
  struct VideoState {
    VideoTraits traits;
    int64_t duration_ms = 0;
    bool listed = false;
    Vector own{};
    float surprise = 0, meetings = 0;  // satisfaction over the ordinary, summed; viewings
    float liked = 0, shared = 0, skipped = 0, refused = 0;
    float exposures = 0;
    float on_the_way = 0;  // served, not yet heard of; forgotten after a few minutes
    int64_t on_the_way_ms = 0;
    bool moved = false;  // its vector was learned since it was put into the index
  };
  struct ViewerState {
    Affinities affinities;
    Vector factors{};
    float satisfaction = 0, watched = 0;  // decayed sum and count
    int64_t watched_ever = 0, pages = 0;
    std::vector<Recent> recent;
    std::vector<Hidden> hidden;
    SeenSet seen;
    std::vector<VideoId> served;
  };
  // What a viewer brings to every prediction: gathered once a page.
  struct Lens {
    const ViewerState* viewer = nullptr;
    std::unordered_map<VideoId, std::pair<float, VideoId>> co_watched;  // strength, because of
    Impression shown;                                                   // the viewer's side of it
  };
  using Parts = std::array<float, kParts>;

  void take(const Watched& fact);
  void take(const Liked& fact);
  void take(const Unliked& fact);
  void take(const Shared& fact);
  void take(const NotInterested& fact);
  void take(const NotInterestedUndone& fact);
  void take(const Served& fact);
  void take(const TasteReset& fact);
  void take_paused(const WatchFact& fact);
  void see_watched(const Watched& fact);

  VideoState* known(VideoId id);
  const VideoState* known(VideoId id) const;
  static float ordinary(const ViewerState& viewer);
  void learn_viewing(const Watched& fact, ViewerState& viewer, VideoState& video);
  void learn_traits(ViewerState& viewer, VideoState& video, float surprise, float weight);
  void to_be_settled(VideoState& video);
  void remember(ViewerState& viewer, const Recent& recent);
  float on_the_way(const VideoState& video) const;

  Lens lens_of(ViewerId id, const ViewerState& viewer) const;
  Parts parts(const Lens& lens, const VideoState& video) const;
  void describe(const Lens& lens, const VideoState& video, Impression& shown) const;
  void came_after_all(Action action, ViewerId id, const ViewerState& viewer,
                      const VideoState& video);
  void expire_rows();
  Parts parts_of_watch(const PageMatrix& page, const Impression& shown, float keys, float z) const;
  float tags_part(const ViewerState& viewer, const VideoTraits& video, int* best) const;
  float unknown(const ViewerState& viewer, const VideoTraits& video) const;
  Prediction prediction(const Lens& lens, const PageMatrix& page, const VideoState& video,
                        Impression& shown) const;

  int64_t now_ms_ = 0;
  Vocabulary tags_, languages_;
  Satisfaction satisfaction_;
  Factors factors_;
  VectorIndex index_;           // of the listed videos that somebody met
  std::vector<VideoId> moved_;  // to be put there again
  uint32_t facts_ = 0;
  CoWatch co_watch_;
  Popularity popularity_;
  Ranker ranker_;
  uint32_t expired_day_ = 0;
  float base_ = 0.5F;  // mean satisfaction of late
  std::unordered_map<VideoId, VideoState> videos_;
  std::unordered_map<ViewerId, ViewerState> viewers_;
};

}  // namespace soleil

// TasteModel: everything that is learned, as a function of the facts applied so far and of the
// videos put in: the same facts in the same order give the same model. No clock, no thread, no I/O;
// its time is that of the newest fact. State is rows by dense number (taste_rows.h): a fact costs
// microseconds and allocates nothing but room for who and what is new.
//
// One thread changes it (or several in turns); what is as Knowledge may be asked by any meanwhile
// and does not wait for it: a reader copies the rows it needs, each of one moment (row_array.h).
// Locks are held for moments: while a ranking moves, for one viewer's memory, and for one vector
// put into the index of `nearest`.
#pragma once

#include <array>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

#include "learning/co_watch.h"
#include "learning/live_settings.h"
#include "learning/next_watch.h"
#include "learning/popularity.h"
#include "learning/satisfaction.h"
#include "learning/snapshot_file.h"
#include "learning/taste_rows.h"
#include "learning/vector_index.h"
#include "learning/viewer_memory.h"
#include "learning/vocabulary.h"
#include "model/fact.h"
#include "model/knowledge.h"
#include "model/video.h"

namespace soleil {

inline constexpr uint32_t kNoTag = Affinities::kValueMax;  // the tag of videos without one

struct LearningSettings {
  double popularity_half_life_ms = 3 * 86'400'000.0;
  double co_watch_half_life_ms = 30 * 86'400'000.0;
};

class TasteModel {
 public:
  explicit TasteModel(const LearningSettings& settings = {});

  void put_video(const Video& video);  // new, or its tags, sound or language changed
  void forget_video(VideoId id);       // not listed any more; comes back with put_video
  void apply(std::span<const WatchFact> facts);
  void apply(const WatchFact& fact) { apply({&fact, 1}); }
  // Moves the places that were learned lately in the index of `nearest`, at most count_max; true:
  // there are more. Some 0.2 ms each, thirty facts' worth: between batches, a few at a time.
  bool settle(size_t count_max);

  // As Knowledge.
  ViewerTaste taste(ViewerId viewer) const;
  std::vector<Prediction> predict(ViewerId viewer, std::span<const VideoId> videos) const;
  std::vector<VideoId> popular(const std::string& language, size_t count) const;
  std::vector<Neighbour> similar(VideoId video, size_t count) const;
  std::vector<Neighbour> next(VideoId video, size_t count) const;
  std::vector<Neighbour> nearest(ViewerId viewer, size_t count) const;
  std::vector<Knowledge::Exposures> exposures(std::span<const VideoId> videos) const;

  // A page's candidates as the ranking kernel is given them: what predict() scores.
  struct Scoring {
    PageMatrix page;
    std::vector<float> features;  // kFeatures a video
    std::vector<PerAction> z;     // the base and what each one's keys weigh
    struct Aside {                // what the kernel does not ask
      uint32_t video = IdNumbers::kNone, because = IdNumbers::kNone;  // numbers
      float keys = 0, unknown = 1;
      int best_tag = -1;
    };
    std::vector<Aside> asides;
  };
  void gather(ViewerId viewer, std::span<const VideoId> videos, Scoring& out) const;

  // What viewers enjoyed of late, of at most viewers_max of them, evenly chosen.
  std::vector<std::vector<VideoId>> enjoyed(size_t viewers_max) const;

  // All of it but the index and what `settle` waits for, as it is at begin_cut(), however much
  // changes until end_cut(): `write` takes it in slices, each by the file's turn(). Read into an
  // empty model, before the catalogue's videos are put: none is listed until then. After an error
  // of the file it is of no use.
  void begin_cut();
  void write(SnapshotOut& file);
  void end_cut();
  void read(SnapshotIn& file);
  void forget_unlisted();  // after that: what went away meanwhile

  size_t viewers() const { return viewer_ids_.size(); }
  size_t videos() const { return video_ids_.size(); }

 private:
  static constexpr uint32_t kNone = IdNumbers::kNone;
  static constexpr size_t kEnjoyedMax = 12;  // of the last viewings, that speak in co_watch
  // Plain numbers that all share and only the writer reads.
  struct Common {
    int64_t now_ms = 0;
    float base = 0.5F;      // mean satisfaction of late
    float weight_mean = 1;  // of viewings, of late
    Satisfaction satisfaction;
    ActionModel actions{live_settings()};
    template <class File>
    void keep(File& file);
  };
  // What of them readers need, published with each batch.
  struct Told {
    ActionModel::Numbers actions;
    int64_t now_ms = 0;
    float base = 0.5F, base_odds = 0;
  };
  template <class File>
  void keep(File& file, Common& common);
  void publish();
  void fetch_ahead(std::span<const WatchFact> facts, size_t at) const;
  void fetch_rows(const FactHead& head) const;
  void fetch_around(const FactHead& head) const;
  template <class Each>
  void each_part(const Each& each);
  bool is_unchanged(const VideoRow& row, const VideoTally& tally, const Video& video) const;
  using Parts = std::array<float, kParts>;
  // The last viewings that satisfied, and what each counts after those since.
  struct Lately {
    std::array<Enjoyed, kEnjoyedMax> enjoyed;
    size_t count = 0;
    std::span<const Enjoyed> all() const { return {enjoyed.data(), count}; }
  };
  // A video before a viewer, as the ranker learns of it.
  struct Shown {
    std::array<float, kFeatures> features;
    PerAction keys{};  // what they weigh
  };
  // What a viewer brings to every prediction: gathered once a page.
  struct Lens {
    ViewerRow viewer;
    Told told;
    AffinityTable affinities;
    Lately lately;
    PageMatrix page;
  };
  struct TagsMet {  // a video's, by a viewer
    float strength = 0, unknown = 1;
    int best = -1;  // the one that speaks most for it
  };
  // What telling a page's predictions part by part needs once.
  struct Telling {
    float base = 0, p0 = 0;  // log-odds and probability of what is the same for all videos
    float scale = 1;         // Platt's
    PerAction weights{};     // of the other parts
  };

  void take(const Watched& fact);
  void take(const Liked& fact);
  void take(const Unliked& fact);
  void take(const Shared& fact);
  void take(const NotInterested& fact);
  void take(const NotInterestedUndone& fact);
  void take(const Served& fact);
  void take(const TasteReset& fact);
  void take(const Followed& fact);
  void take(const Reported& fact);
  void take(const Taught& fact);
  void take_paused(const WatchFact& fact);
  void see_watched(const Watched& fact);

  uint32_t viewer_number(ViewerId id);  // a new one gets the next
  uint32_t video_number(VideoId id) const { return video_ids_.reading().find(id.value); }
  ViewerRow read_viewer(ViewerId id) const;  // nobody's, if there is none
  // Calls change(VideoRow&) or change(VideoTally&) if the video is known.
  template <class Row, class Change>
  void change_video(VideoId id, RowArray<Row>& rows, const Change& change);
  std::span<const uint32_t> tags_of(const VideoRow& video) const;
  bool has_tags(const VideoRow& row, const std::vector<std::string>& tags) const;
  void set_tags(VideoRow& video, const std::vector<std::string>& tags);
  bool put_traits(uint32_t number, const Video& video, bool is_new);
  void set_traits(VideoRow& row, const Video& video, bool is_new);
  Hidden hidden_of(const FactHead& head, const VideoRow& video, bool learned) const;
  void hide(uint32_t viewer, const Hidden& hidden);
  void meet(uint32_t viewer, VideoId video);

  static float ordinary(const ViewerRow& viewer);
  void learn_viewing(const Watched& fact, uint32_t viewer, uint32_t video);
  size_t in_a_row(const ViewerRow& viewer) const;  // of its last viewings, up to now
  void learn_next(const ViewerRow& viewer, uint32_t video);
  void remember(ViewerRow& viewer, const Viewing& viewing);
  static void remember_served(ViewerRow& viewer, uint32_t video, const Placing& placing);
  float weight_of(const ViewerRow& viewer, uint32_t video, const Watched& fact);
  void learn_popularity(uint32_t number, const VideoRow& video, double amount);
  void learn_traits(ViewerRow& viewer, uint32_t number, VideoRow& video, float surprise,
                    float weight);
  void learn_feelings(ViewerRow& viewer, const VideoRow& video, float surprise, float weight);
  void learn_places(ViewerRow& viewer, uint32_t number, VideoRow& video, float target,
                    float weight);
  void to_be_settled(uint32_t number);
  // viewer: whose weights learn of it, too; nullptr: nobody's.
  void learn_ranking(ViewerRow* viewer, uint32_t number, VideoRow& video, const Shown& shown,
                     const Outcome& outcome);
  void came_after_all(Action action, const ViewerRow& viewer, uint32_t number, VideoRow& video,
                      ViewerRow* learns);
  void learn_of_video(Action action, const FactHead& head);
  static PerAction rates_of(const VideoRow& video);  // like, share, skip, refusal; then nothing
  static float on_the_way(const VideoTally& video, int64_t now_ms);
  Vector content_of(const VideoRow& video) const;

  // The last `look_back` viewings: those that satisfied, weighing first, first * fade …
  static Lately lately_of(const ViewerRow& viewer, size_t look_back, float first, float fade);
  Shown shown_to(const ViewerRow& viewer, uint32_t number, const VideoRow& video) const;
  Lens lens_of(ViewerId viewer) const;
  static size_t hour_of(int64_t now_ms);
  PerAction video_keys(const VideoRow& video) const;
  // `feelings`: Affinities, or an AffinityTable of them.
  template <class Feelings>
  TagsMet describe(const Feelings& feelings, const VideoRow& video, float match, float co_watch,
                   float* out) const;
  template <class Feelings>
  TagsMet tags_met(const Feelings& feelings, const VideoRow& video) const;
  void gather(const Lens& lens, std::span<const VideoId> videos, Scoring& out) const;
  void prefetch_around(uint32_t video) const;
  void prefetch_shared(uint32_t video) const;
  void gather_one(const Lens& lens, Scoring& out, size_t i) const;
  static Telling telling_of(const Lens& lens);
  static Parts parts_of_watch(const Telling& telling, const float* features, float keys, float z,
                              float p);
  Prediction prediction(const Scoring& scoring, const Lens& lens, const Telling& telling,
                        size_t i) const;

  Common common_;
  std::optional<Common> cut_;
  RowArray<Told, 0> told_;  // one
  Vocabulary tags_, languages_;
  RowArray<KeyWeights, 5> hours_, lengths_;
  RowArray<KeyWeights, 4> language_rows_;
  TraitRows tag_rows_;
  TraitTable authors_, sounds_;
  IdNumbers video_ids_, viewer_ids_;
  RowArray<VideoRow> videos_;
  RowArray<VideoTally> tallies_;
  RowArray<ViewerRow, 8> viewers_;
  ViewerMemory memory_;
  RowArray<ManyTags, 4> many_tags_;
  CoWatch co_watch_;
  NextWatch next_;
  Popularity popularity_;
  mutable std::shared_mutex index_mutex_;
  VectorIndex index_;            // of the listed videos that somebody met, by id
  std::vector<uint32_t> moved_;  // to be put there again
};

}  // namespace soleil

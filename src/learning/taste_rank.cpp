#include <algorithm>
#include <cmath>
#include <cstring>

#include "learning/live_settings.h"
#include "learning/ranker/lanes.h"
#include "learning/taste_model.h"

// What the ranker is told of a viewer and a video, one at a time to learn and a page at once to
// rank, and what it says, part by part.
namespace soleil {
namespace {

constexpr int64_t kHourMs = 3'600'000;
constexpr float kLensFade = 0.92F;
constexpr float kSatisfied = 0.6F;
constexpr float kQualityDoubt = 6;    // meetings' worth of doubt about a video's quality
constexpr float kRateDoubt = 20;      // meetings' worth of trust in an action's ordinary rate
constexpr float kSharedRate = 0.08F;  // of what all share: decision 0147
constexpr size_t kAhead = 4;          // candidates whose rows are fetched before they are needed

// Counters of the ranker: the parts by their number (base as log-odds), then how often the video
// drew each action.
constexpr size_t kLikeRate = kParts, kShareRate = kParts + 1, kSkipRate = kParts + 2,
                 kRefusalRate = kParts + 3, kRates = 4;
static_assert(kRefusalRate < kDense);
constexpr float kOrdinaryLike = 0.05F, kOrdinaryShare = 0.01F, kOrdinarySkip = 0.3F,
                kOrdinaryRefusal = 0.005F;

// Like, share, skip, refusal: their ordinary rates, and nothing in the other lanes.
const PerAction kOrdinary = {kOrdinaryLike, kOrdinaryShare, kOrdinarySkip, kOrdinaryRefusal,
                             0.5F,          0.5F,           0.5F,          0.5F};
const PerAction kOrdinaryOdds = log_of(kOrdinary / (1 - kOrdinary));

// As log-odds over the ordinary.
PerAction over_ordinary(const PerAction& rates) {
  const PerAction rate = clip(rates, all(0.0005F), all(0.9995F));
  return clip(log_of(rate / (1 - rate)) - kOrdinaryOdds, all(-3), all(3));
}

}  // namespace

// How often a video drew each of them.
PerAction TasteModel::rates_of(const VideoRow& video) {
  const PerAction taken = {video.liked, video.shared, video.skipped, video.refused};
  return (taken + kRateDoubt * kOrdinary) / (video.meetings + kRateDoubt);
}

float log_odds(float p) {
  p = std::clamp(p, 0.0005F, 0.9995F);
  return std::log(p / (1 - p));
}

// Before any event: satisfaction is the sum of the parts with these weights (log-odds move four
// times as fast as a probability near the middle), and the actions follow it.
ActionSettings live_settings() {
  ActionSettings out;
  out.rate = kSharedRate;
  const PerAction bias = {0,
                          -0.5F,
                          log_odds(kOrdinaryLike),
                          log_odds(kOrdinaryShare),
                          -6,
                          log_odds(kOrdinarySkip),
                          log_odds(kOrdinaryRefusal),
                          -7};
  out.bias = bias;
  PerAction* counters = out.weights.data() + kFactors;
  const PerAction by_action = {4, 4, 2, 2, 2, -4, -2, -2};
  const std::array<float, kParts> by_part = {0.25F, 1, 1, 0.6F, 0.4F, 0.5F, 0.3F, 0.8F, 0.6F};
  for (size_t part = 0; part < kParts; ++part) counters[part] = by_action * by_part[part];
  counters[kLikeRate][static_cast<size_t>(Action::like)] = 1;
  counters[kShareRate][static_cast<size_t>(Action::share)] = 1;
  counters[kSkipRate][static_cast<size_t>(Action::skip)] = 1;
  counters[kRefusalRate][static_cast<size_t>(Action::not_interested)] = 1;
  return out;
}

Outcome outcome_of(const Watched& fact, float satisfaction) {
  Outcome out;
  const auto set = [&](Action a, float p) { out.happened[static_cast<size_t>(a)] = p; };
  set(Action::watch, satisfaction);
  if (fact.duration_ms > 0) set(Action::completion, fact.watch_ms >= fact.duration_ms);
  set(Action::skip, fact.skipped);
  for (const Action later :
       {Action::like, Action::share, Action::follow, Action::not_interested, Action::report})
    set(later, 0);
  return out;
}

TasteModel::Lately TasteModel::lately_of(const ViewerRow& viewer, size_t look_back, float first,
                                         float fade) {
  Lately out;
  float weight = first;
  for (size_t i = 0; i < std::min(viewer.recent.size(), look_back); ++i, weight *= fade)
    if (viewer.recent[i].satisfaction >= kSatisfied)
      out.enjoyed[out.count++] = {viewer.recent[i].video, weight};
  return out;
}

size_t TasteModel::hour_of(int64_t now_ms) {
  return static_cast<size_t>(std::max<int64_t>(0, now_ms) / kHourMs % 24);
}

// ---- what the ranker is told --------------------------------------------------------------------

// Tags that the viewer feels strongly about, either way, count most.
template <class Feelings>
TasteModel::TagsMet TasteModel::tags_met(const Feelings& feelings, const VideoRow& video) const {
  TagsMet out;
  float weighed = 0, weights = 0, highest = 0, unknown = 0;
  int at = 0;
  const auto meet = [&](uint32_t tag) {
    const Feeling feeling = feelings.of(Trait::tag, tag);
    const float weight = std::abs(feeling.strength) + 0.02F;
    weighed += feeling.strength * weight;
    weights += weight;
    unknown += 1 / std::sqrt(1 + feeling.meetings);
    if (feeling.strength > highest && tag != kNoTag) {
      highest = feeling.strength;
      out.best = at;
    }
    ++at;
  };
  for (const uint32_t tag : tags_of(video)) meet(tag);
  if (video.tag_count == 0) meet(kNoTag);
  out.strength = weighed / weights;
  out.unknown = unknown / static_cast<float>(at);
  return out;
}

// The counters, kDense of them, but for the base, which is the same for all.
template <class Feelings>
TasteModel::TagsMet TasteModel::describe(const Feelings& feelings, const VideoRow& video,
                                         float match, float co_watch, float* out) const {
  std::fill_n(out, kDense, 0.0F);
  const auto set = [&](Part part, float value) { out[static_cast<size_t>(part)] = value; };
  const TagsMet tags = tags_met(feelings, video);
  set(Part::quality, video.surprise / (video.meetings + kQualityDoubt));
  set(Part::tags, tags.strength);
  set(Part::author, feelings.of(Trait::author, video.author).strength);
  if (video.sound != kNone) set(Part::sound, feelings.of(Trait::sound, video.sound).strength);
  set(Part::language, feelings.of(Trait::language, video.language).strength);
  set(Part::length, feelings.of(Trait::length, video.length).strength);
  set(Part::match, std::clamp(match, -1.0F, 1.0F));
  set(Part::co_watch, co_watch);
  if (video.meetings + video.liked + video.shared + video.refused == 0) return tags;
  const PerAction rates = over_ordinary(rates_of(video));
  std::memcpy(out + kLikeRate, &rates, kRates * sizeof(float));
  return tags;
}

PerAction TasteModel::video_keys(const VideoRow& video) const {
  PerAction out{};
  out += video.weights.get();
  out += language_rows_.read(video.language).get();
  out += lengths_.read(video.length).get();
  for (const uint32_t tag : tags_of(video)) out += tag_rows_.weights.read(tag).get();
  return out + authors_.weigh(video.author) + sounds_.weigh(video.sound);
}

TasteModel::Shown TasteModel::shown_to(const ViewerRow& viewer, uint32_t number,
                                       const VideoRow& video) const {
  Shown out;
  const Vector place = video.place.wide();
  for (size_t i = 0; i < kFactors; ++i) out.features[i] = viewer.place[i] * place[i];
  uint32_t because = kNone;
  const float co_watch = co_watch_.strength(
      number, lately_of(viewer, kEnjoyedMax, 1, kLensFade).all(), common_.now_ms, because);
  describe(viewer.affinities, video, dot(viewer.place, place), co_watch, &out.features[kFactors]);
  out.features[kFactors + static_cast<size_t>(Part::base)] = log_odds(common_.base);
  out.keys = video_keys(video);
  out.keys += viewer.weights.get();
  out.keys += hours_[hour_of(common_.now_ms)].get();
  return out;
}

void TasteModel::learn_ranking(ViewerRow* viewer, uint32_t number, VideoRow& video,
                               const Shown& shown, const Outcome& outcome) {
  ActionModel& actions = common_.actions;
  const PerAction gradient = actions.learn(shown.features, shown.keys, outcome);
  const auto step = [&](KeyWeights& weights) { weights.step(gradient, actions.key_step()); };
  if (viewer) viewer->weights.step(gradient, actions.key_step(), viewer->key_squares);
  video.weights.step(gradient, actions.key_step(), tallies_.edit(number)->key_squares);
  step(*hours_.edit(hour_of(common_.now_ms)));
  step(*language_rows_.edit(video.language));
  step(*lengths_.edit(video.length));
  for (const uint32_t tag : tags_of(video)) step(*tag_rows_.weights.edit(tag));
  authors_.weigh(video.author, step);
  sounds_.weigh(video.sound, step);
}

// Counted as absent at its viewing; the step takes that back, too.
void TasteModel::came_after_all(Action action, const ViewerRow& viewer, uint32_t number,
                                VideoRow& video, ViewerRow* learns) {
  const Shown shown = shown_to(viewer, number, video);
  const auto a = static_cast<size_t>(action);
  const float told =
      common_.actions.calibrated(common_.actions.logits(shown.features, shown.keys))[a];
  Outcome outcome;
  outcome.happened[a] = 1;
  outcome.weight = 1 / std::max(0.1F, 1 - told);
  learn_ranking(learns, number, video, shown, outcome);
}

// ---- a page at once -----------------------------------------------------------------------------

ViewerRow TasteModel::read_viewer(ViewerId id) const {
  const uint32_t number = viewer_ids_.reading().find(id.value);
  return number == kNone ? ViewerRow{} : viewers_.read(number);
}

TasteModel::Lens TasteModel::lens_of(ViewerId id) const {
  const ViewerRow viewer = read_viewer(id);
  const Told told = told_.read(0);
  PerAction keys{};
  keys += viewer.weights.get();
  keys += hours_.read(hour_of(told.now_ms)).get();
  return {viewer, told, AffinityTable(viewer.affinities),
          lately_of(viewer, kEnjoyedMax, 1, kLensFade), told.actions.page(viewer.place, keys)};
}

void TasteModel::gather(ViewerId viewer, std::span<const VideoId> videos, Scoring& out) const {
  gather(lens_of(viewer), videos, out);
}

void TasteModel::gather(const Lens& lens, std::span<const VideoId> videos, Scoring& out) const {
  out.page = lens.page;
  out.asides.assign(videos.size(), {});
  out.z.assign(videos.size(), lens.page.base);
  out.features.assign(videos.size() * kFeatures, 0);
  const auto ids = video_ids_.reading();
  // In steps, each some candidates behind the one before, so that memory is waited for once.
  const auto step = [&](size_t i, size_t behind, auto&& take) {
    if (i >= behind * kAhead && i - behind * kAhead < videos.size()) take(i - behind * kAhead);
  };
  for (size_t i = 0; i < videos.size() + 4 * kAhead; ++i) {
    step(i, 0, [&](size_t at) { ids.prefetch(videos[at].value); });
    step(i, 1, [&](size_t at) {
      const uint32_t probably = ids.prefetch_id(videos[at].value);
      if (probably != kNone) videos_.prefetch(probably);
    });
    step(i, 2,
         [&](size_t at) { prefetch_around(out.asides[at].video = ids.find(videos[at].value)); });
    step(i, 3, [&](size_t at) { prefetch_shared(out.asides[at].video); });
    step(i, 4, [&](size_t at) { gather_one(lens, out, at); });
  }
}

// What its row, which is there by now, points to.
void TasteModel::prefetch_around(uint32_t number) const {
  if (number == kNone) return;
  const VideoRow video = videos_.read(number);
  co_watch_.prefetch(number);
  for (const uint32_t tag : tags_of(video)) tag_rows_.weights.prefetch(tag);
  authors_.prefetch_place(video.author);
  sounds_.prefetch_place(video.sound);
}

// And what that points to.
void TasteModel::prefetch_shared(uint32_t number) const {
  if (number == kNone) return;
  authors_.prefetch(videos_.read(number, &VideoRow::author));
  sounds_.prefetch(videos_.read(number, &VideoRow::sound));
}

void TasteModel::gather_one(const Lens& lens, Scoring& out, size_t i) const {
  Scoring::Aside& aside = out.asides[i];
  if (aside.video == kNone) return;
  const VideoRow video = videos_.read(aside.video);
  float* features = &out.features[i * kFeatures];
  const Vector place = video.place.wide();
  std::copy_n(place.begin(), kFactors, features);
  const float co_watch =
      co_watch_.strength(aside.video, lens.lately.all(), lens.told.now_ms, aside.because);
  const TagsMet tags = describe(lens.affinities, video, dot(lens.viewer.place, place), co_watch,
                                features + kFactors);
  features[kFactors + static_cast<size_t>(Part::base)] = lens.told.base_odds;
  aside.best_tag = tags.best;
  aside.unknown = tags.unknown;
  const PerAction keys = video_keys(video);
  aside.keys = keys[static_cast<size_t>(Action::watch)];
  out.z[i] += keys;
}

std::vector<Prediction> TasteModel::predict(ViewerId viewer,
                                            std::span<const VideoId> videos) const {
  thread_local Scoring scoring;  // its room, kept from page to page
  const Lens lens = lens_of(viewer);
  gather(lens, videos, scoring);
  score_rows(scoring.features, scoring.page, scoring.z);
  const Telling telling = telling_of(lens);
  std::vector<Prediction> out(videos.size(), Prediction{.watch = {lens.told.base}});
  for (size_t i = 0; i < videos.size(); ++i)
    if (scoring.asides[i].video != kNone) out[i] = prediction(scoring, lens, telling, i);
  return out;
}

TasteModel::Telling TasteModel::telling_of(const Lens& lens) {
  constexpr auto kWatch = static_cast<size_t>(Action::watch);
  Telling out;
  out.base = lens.page.base[kWatch] + lens.page.columns[kFactors][kWatch] * lens.told.base_odds;
  for (size_t part = 1; part < kParts; ++part)
    out.weights[part - 1] = lens.page.columns[kFactors + part][kWatch];
  out.p0 = lens.told.actions.calibrated(PerAction{} + out.base)[kWatch];
  out.scale = lens.told.actions.platt_scale[kWatch];
  return out;
}

// A probability told as a sum: with p = sigmoid(z0 + sum of z), each z counts as
// z * (p - sigmoid(z0)) / (sum of z), its Aumann-Shapley share; the first part is sigmoid(z0).
TasteModel::Parts TasteModel::parts_of_watch(const Telling& telling, const float* features,
                                             float keys, float z, float p) {
  static_assert(kParts == kActions + 1 && static_cast<size_t>(Part::base) == 0);
  constexpr size_t kMatch = static_cast<size_t>(Part::match) - 1,
                   kQuality = static_cast<size_t>(Part::quality) - 1;
  PerAction parts = _mm256_loadu_ps(features + kFactors + 1);
  parts *= telling.weights;
  parts[kMatch] += z - keys - telling.base - sum_of(parts);  // the places' products
  parts[kQuality] += keys;
  const float rest = telling.scale * (z - telling.base), p0 = telling.p0;
  const float slope = std::abs(rest) > 1e-3F ? (p - p0) / rest : p0 * (1 - p0);
  parts *= telling.scale * slope;
  Parts out{p0};
  _mm256_storeu_ps(&out[1], parts);
  return out;
}

Prediction TasteModel::prediction(const Scoring& scoring, const Lens& lens, const Telling& telling,
                                  size_t i) const {
  Prediction out;
  const Scoring::Aside& aside = scoring.asides[i];
  const PerAction p = lens.told.actions.calibrated(scoring.z[i]);
  const auto chance = [&](Action a) { return p[static_cast<size_t>(a)]; };
  out.watch =
      parts_of_watch(telling, &scoring.features[i * kFeatures], aside.keys,
                     scoring.z[i][static_cast<size_t>(Action::watch)], chance(Action::watch));
  out.completion = chance(Action::completion);
  out.like = chance(Action::like);
  out.share = chance(Action::share);
  out.skip = chance(Action::skip);
  out.not_interested = chance(Action::not_interested);
  out.follow = chance(Action::follow);
  out.report = chance(Action::report);
  out.unknown = aside.unknown;
  out.best_tag = aside.best_tag;
  if (aside.because != kNone) out.because = {video_ids_.id(aside.because)};
  return out;
}

}  // namespace soleil

#include "learning/eval/next_model.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soleil::eval {
namespace {

constexpr size_t kDepth = 150;       // candidates of each component
constexpr size_t kHistoryMax = 200;  // rows of a viewer that are looked at, the last ones
constexpr size_t kHistoryOfManyMax = 100;
constexpr double kPairsMax = 2e9;  // of one viewer's videos with each other, over all viewers
// What share of the whole time a popularity looks back over: the weight of a row falls by e.
constexpr std::array<double, 3> kSpans = {1e9, 0.1, 0.01};

Component popular(std::string name, const Sequences& sequences, double span) {
  std::vector<float> counts(sequences.videos);
  for (size_t viewer = 0; viewer < sequences.of_viewer.size(); ++viewer)
    for (size_t i = 0; i < sequences.of_viewer[viewer].size(); ++i)
      counts[sequences.of_viewer[viewer][i]] +=
          static_cast<float>(std::exp((sequences.moment[viewer][i] - 1) / span));
  const auto score = [counts](std::span<const uint32_t> viewers, std::span<float> scores) {
    for (size_t i = 0; i < viewers.size(); ++i)
      std::ranges::copy(counts, scores.begin() + i * counts.size());
  };
  return {std::move(name), score};
}

// What was watched comes again.
Component repeated(std::shared_ptr<const Sequences> sequences) {
  const auto score = [sequences](std::span<const uint32_t> viewers, std::span<float> scores) {
    const size_t videos = sequences->videos;
    for (size_t i = 0; i < viewers.size(); ++i) {
      float steps = 1;
      const auto own = sequences->of(viewers[i]);
      for (size_t n = own.size(); n-- > 0; ++steps) scores[i * videos + own[n]] += 1 / steps;
    }
  };
  return {"repeat", score};
}

// How many of each viewer's last rows the models of pairs can learn from.
size_t affordable_rows(const Sequences& sequences) {
  for (const size_t rows : {SIZE_MAX, size_t{400}, size_t{200}, size_t{100}}) {
    double pairs = 0;
    for (const auto& own : sequences.of_viewer)
      pairs += std::pow(static_cast<double>(std::min(rows, own.size())), 2);
    if (pairs <= kPairsMax) return rows;
  }
  return 50;
}

std::vector<float> popularity_of(const VideoLists& lists, size_t videos) {
  std::vector<float> out(videos, 1.f);
  for (const uint32_t video : lists.all()) ++out[video];
  return out;
}

}  // namespace

Component by_attention(std::shared_ptr<const sequence::SequenceNet> net,
                       std::shared_ptr<const Sequences> sequences) {
  const auto score = [=](std::span<const uint32_t> viewers, std::span<float> scores) {
    std::vector<std::span<const uint32_t>> histories;
    for (const uint32_t viewer : viewers) histories.push_back(sequences->of(viewer));
    net->predict(histories, scores);
    for (float& one : scores) one = std::sqrt(one);
  };
  return {"attention", score};
}

History faded_history(std::shared_ptr<const Sequences> sequences, double fade) {
  std::vector<float> values;
  for (size_t n = 0; n < (sequences->many() ? kHistoryOfManyMax : kHistoryMax); ++n)
    values.push_back(static_cast<float>(std::pow(n + 1.0, -fade)));
  return [sequences, values](uint32_t viewer) {
    const auto own = sequences->of(viewer);
    std::vector<Watch> out;
    for (size_t n = 0; n < std::min(own.size(), values.size()); ++n)
      out.push_back({own[own.size() - 1 - n], values[n]});
    std::ranges::stable_sort(out, {}, &Watch::video);
    const auto again = std::ranges::unique(out, {}, &Watch::video);
    out.erase(again.begin(), again.end());
    return out;
  };
}

NextModel::NextModel(Sequences sequences, bool filter_seen)
    : filter_seen_(filter_seen),
      sequences_(std::make_shared<Sequences>(std::move(sequences))),
      lists_(sequences_->lists()),
      recent_(sequences_->lists(affordable_rows(*sequences_))),
      factors_{popularity_of(lists_, sequences_->videos)} {}

Mask NextModel::mask() const {
  if (!filter_seen_) return [](uint32_t) { return std::span<const uint32_t>(); };
  return [this](uint32_t viewer) { return lists_.of(viewer); };
}

void NextModel::fit(Progress& progress) {
  const size_t videos = sequences_->videos;
  const auto& order = sequences_->of_viewer;
  progress.begin("fit on all train rows", 6);
  ridge_ = fit_ridge_as(settings_.plan, recent_, videos, settings_.ridge);
  progress.advance(1);
  cosine_ = std::make_shared<ItemWeights>(fit_cosine(recent_, videos, settings_.cosine));
  progress.advance(2);
  spectral_ = std::make_shared<SpectralFilter>(recent_, videos, settings_.spectral.fit);
  viewers_ = std::make_shared<ViewerNeighbours>(recent_, videos, settings_.viewers);
  progress.advance(3);
  transitions_ =
      std::make_shared<ItemWeights>(fit_transitions(order, videos, settings_.transitions));
  progress.advance(4);
  attention_ = std::make_shared<sequence::SequenceNet>(
      sequence::settle(settings_.attention, settings_.attention_steady, order));
  progress.advance(5);
  if (settings_.plan.exact)
    sequence_ridge_ =
        std::make_shared<ItemWeights>(fit_sequence_ridge(order, videos, settings_.sequence_ridge));
  add_components();
}

void NextModel::add_components() {
  const History faded = faded_history(sequences_, settings_.fade);
  const SpectralChoice& spectral = settings_.spectral;
  components_.clear();
  components_.push_back(by_weights("transitions", transitions_,
                                   faded_history(sequences_, settings_.transitions_fade)));
  components_.push_back(by_weights("ridge", ridge_, faded));
  components_.push_back(by_weights("cosine", cosine_, faded));
  components_.push_back(by_spectrum(spectral_, spectral.rank, spectral.out, faded));
  components_.push_back(popular("popular", *sequences_, kSpans[0]));
  components_.push_back(popular("popular_of_late", *sequences_, kSpans[1]));
  components_.push_back(popular("popular_now", *sequences_, kSpans[2]));
  components_.push_back(by_viewers(viewers_, faded));
  components_.push_back(by_attention(attention_, sequences_));
  if (sequence_ridge_)
    components_.push_back(by_weights("sequence_ridge", sequence_ridge_,
                                     faded_history(sequences_, settings_.sequence_ridge.fade)));
  if (!filter_seen_) components_.push_back(repeated(sequences_));
}

std::vector<std::vector<uint32_t>> NextModel::rank(std::span<const uint32_t> viewers,
                                                   size_t k) const {
  std::vector<std::vector<uint32_t>> out;
  constexpr size_t kBatch = 4096;  // viewers whose candidates are kept at a time
  for (size_t first = 0; first < viewers.size(); first += kBatch) {
    const auto batch = viewers.subspan(first, std::min(kBatch, viewers.size() - first));
    const auto pool = candidates_of(components_, batch, sequences_->videos, mask(), kDepth + k);
    for (auto& list : settings_.blend.rank(pool, factors_, k)) out.push_back(std::move(list));
  }
  return out;
}

json::object NextModel::describe() const {
  json::object weights;
  for (size_t c = 0; c < components_.size() && c < settings_.blend.weights.size(); ++c)
    weights[components_[c].name] = settings_.blend.weights[c];
  const NextSettings& s = settings_;
  return {{"exact", s.plan.exact},
          {"fade", s.fade},
          {"ridge", {{"strength", s.ridge.penalty.strength}, {"growth", s.ridge.penalty.growth}}},
          {"spectral", {{"rank", s.spectral.rank}, {"out", s.spectral.out}}},
          {"viewers",
           {{"video_exponent", s.viewers.video_exponent},
            {"size_exponent", s.viewers.size_exponent},
            {"count", s.viewers.count}}},
          {"transitions",
           {{"fade", s.transitions.fade},
            {"in", s.transitions.in},
            {"out", s.transitions.out},
            {"history_fade", s.transitions_fade}}},
          {"sequence_ridge",
           {{"strength", s.sequence_ridge.penalty.strength}, {"fade", s.sequence_ridge.fade}}},
          {"attention",
           {{"steps", s.attention_steady.steps},
            {"tokens", s.attention.trainer.tokens},
            {"drop", s.attention.trainer.drop}}},
          {"weights", weights},
          {"popularity_power", s.blend.powers.empty() ? 0.0 : s.blend.powers[0]}};
}

}  // namespace soleil::eval

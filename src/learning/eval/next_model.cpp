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

Component by_attention(std::string name, std::shared_ptr<const sequence::SequenceNet> net,
                       std::shared_ptr<const Sequences> sequences) {
  const auto score = [=](std::span<const uint32_t> viewers, std::span<float> scores) {
    std::vector<std::span<const uint32_t>> histories;
    for (const uint32_t viewer : viewers) histories.push_back(sequences->of(viewer));
    net->predict(histories, scores);
    for (float& one : scores) one = std::sqrt(one);
  };
  return {std::move(name), score};
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
  const auto wanted = [&](const std::string& name) { return settings_.blend.weight_of(name) > 0; };
  progress.begin("fit on all train rows", 0);
  items_ = ItemModels::fitted(recent_, videos, settings_.items, wanted);
  if (wanted("transitions"))
    transitions_ =
        std::make_shared<ItemWeights>(fit_transitions(order, videos, settings_.transitions));
  if (wanted("sequence_ridge"))
    sequence_ridge_ =
        std::make_shared<ItemWeights>(fit_sequence_ridge(order, videos, settings_.sequence_ridge));
  for (const NextSettings::Network& one : settings_.networks) {
    progress.begin(one.name + " on all train rows", 0);
    networks_.push_back(wanted(one.name) ? std::make_shared<sequence::SequenceNet>(
                                               sequence::settle(one.plan, one.steady, order))
                                         : nullptr);
  }
  add_components();
}

void NextModel::add_components() {
  const History faded = faded_history(sequences_, settings_.fade);
  components_.clear();
  items_.add_to(components_, settings_.items, faded);
  if (transitions_)
    components_.push_back(by_weights("transitions", transitions_,
                                     faded_history(sequences_, settings_.transitions_fade)));
  if (sequence_ridge_)
    components_.push_back(by_weights("sequence_ridge", sequence_ridge_,
                                     faded_history(sequences_, settings_.sequence_ridge.fade)));
  for (size_t i = 0; i < networks_.size(); ++i)
    if (networks_[i])
      components_.push_back(by_attention(settings_.networks[i].name, networks_[i], sequences_));
  components_.push_back(popular("popular", *sequences_, kSpans[0]));
  components_.push_back(popular("popular_of_late", *sequences_, kSpans[1]));
  components_.push_back(popular("popular_now", *sequences_, kSpans[2]));
  if (!filter_seen_) components_.push_back(repeated(sequences_));
}

std::vector<std::vector<uint32_t>> NextModel::rank(std::span<const uint32_t> viewers,
                                                   size_t k) const {
  return rank_blended(components_, factors_, settings_.blend, viewers, sequences_->videos, mask(),
                      kDepth + k, k);
}

json::object NextModel::describe() const {
  const NextSettings& s = settings_;
  json::object out = s.items.describe();
  out.erase("factors");
  out["fade"] = s.fade;
  out["transitions"] = {{"fade", s.transitions.fade},
                        {"in", s.transitions.in},
                        {"out", s.transitions.out},
                        {"history_fade", s.transitions_fade}};
  out["sequence_ridge"] = {{"strength", s.sequence_ridge.penalty.strength},
                           {"fade", s.sequence_ridge.fade}};
  json::object networks;
  for (const NextSettings::Network& one : s.networks)
    networks[one.name] = {{"steps", one.steady.steps},
                          {"tokens", one.plan.trainer.tokens},
                          {"drop", one.plan.trainer.drop}};
  out["networks"] = networks;
  out["weights"] = s.blend.describe();
  out["popularity_power"] = s.blend.powers.empty() ? 0.0 : s.blend.powers[0];
  return out;
}

}  // namespace soleil::eval

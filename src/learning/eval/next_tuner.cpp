#include <algorithm>
#include <cmath>
#include <map>

#include "base/random.h"
#include "learning/eval/metrics.h"
#include "learning/eval/next_model.h"

namespace soleil::eval {
namespace {

constexpr size_t kViewersMax = 10'000;
constexpr size_t kViewersOfManyMax = 4000;  // for one model of a large catalogue
constexpr size_t kManyVideos = 10'000;
constexpr size_t kDepth = 150;
constexpr size_t kTransitionTries = 30;
constexpr size_t kTransitionTriesOfMany = 15;
constexpr size_t kRidgeTries = 8;
constexpr double kSequenceSeconds = 60;  // for all fits of the sequence ridge model
constexpr double kAttentionFlops = 12e12;
constexpr double kAttentionFlopsOfMany = 4e12;  // where the other models take their time
constexpr float kDrops[] = {0.2f, 0.5f};
constexpr size_t kLookViewersMax = 2500;  // whose last rows say how well the network does

}  // namespace

// Finds the settings on the last row of each viewer, which the models it fits have not seen.
class NextTuner {
 public:
  NextTuner(const Sequences& sequences, bool filter_seen, size_t k, uint64_t seed,
            Progress& progress)
      : k_(k),
        seed_(seed),
        progress_(progress),
        model_(without_last(sequences), filter_seen),
        videos_(sequences.videos),
        search_(
            videos_, [this](const Component& one) { return goal(one); }, progress) {
    choose_viewers();
  }

  NextSettings tune() {
    NextSettings& settings = model_.settings_;
    settings.plan = ridge_plan(videos_);
    settings.plan.tries = std::min(settings.plan.tries, kRidgeTries);
    tune_transitions();
    tune_fade();
    const History faded = faded_history(model_.sequences_, settings.fade);
    auto ridge = search_.ridge("ridge", model_.recent_, faded, settings.plan, {{6, 0.5}, 0});
    model_.ridge_ = ridge.model;
    settings.ridge = ridge.settings;
    auto cosine = search_.cosine(model_.recent_, faded);
    model_.cosine_ = cosine.model;
    settings.cosine = cosine.settings;
    auto spectral = search_.spectral(model_.recent_, faded, seed_);
    model_.spectral_ = spectral.model;
    settings.spectral = spectral.settings;
    auto viewers = search_.viewers(model_.recent_, faded);
    model_.viewers_ = viewers.model;
    settings.viewers = viewers.settings;
    if (settings.plan.exact) tune_sequence_ridge();
    tune_attention();
    model_.add_components();
    learn_weights();
    return settings;
  }

 private:
  Sequences without_last(const Sequences& all) {
    Sequences less = all;
    for (const auto& [viewer, video] : take_last(less)) last_[viewer] = video;
    return less;
  }

  void choose_viewers() {
    for (const auto& [viewer, video] : last_) viewers_.push_back(viewer);
    SeededRandom random(seed_);
    for (size_t i = viewers_.size(); i > 1; --i)
      std::swap(viewers_[i - 1], viewers_[random.below(i)]);
    viewers_.resize(std::min(viewers_.size(), kViewersMax));
  }

  double goal(uint32_t viewer, std::span<const uint32_t> ranked) const {
    const size_t place = std::ranges::find(ranked, last_.at(viewer)) - ranked.begin();
    const auto figures = next_figures(place < ranked.size() ? place : k_, k_);
    return figures.hit + figures.ndcg;
  }

  double goal(const Component& component) const {
    return goal(component, videos_ > kManyVideos ? kViewersOfManyMax : kViewersMax);
  }

  double goal(const Component& component, size_t viewers_max) const {
    const auto viewers = std::span(viewers_).first(std::min(viewers_max, viewers_.size()));
    const auto lists = rank_by(component, viewers, videos_, model_.mask(), k_);
    double sum = 0;
    for (size_t i = 0; i < viewers.size(); ++i) sum += goal(viewers[i], lists[i]);
    return sum / std::max<size_t>(1, viewers.size());
  }

  void tune_transitions() {
    const size_t tries = model_.sequences_->many() ? kTransitionTriesOfMany : kTransitionTries;
    progress_.begin("transitions", tries);
    NextSettings& settings = model_.settings_;
    size_t done = 0;
    double best = -1;
    const auto measure = [&](const std::vector<double>& at) {
      const TransitionSettings tried{at[0], at[1], at[2], settings.transitions.neighbours};
      auto weights = std::make_shared<ItemWeights>(
          fit_transitions(model_.sequences_->of_viewer, videos_, tried));
      const double value = goal(by_weights("", weights, faded_history(model_.sequences_, at[3])));
      progress_.advance(++done);
      if (value <= best) return value;
      best = value;
      model_.transitions_ = weights;
      settings.transitions = tried;
      settings.transitions_fade = at[3];
      return value;
    };
    climb({{1, 0.5, 0, 3}, {0.5, 0.25, 0, 1}, {0.25, 0.25, 0, 1}, {1.5, 0.5, 0, 4}}, tries, 1,
          measure);
    search_.note("transitions", best);
  }

  // How fast a history fades, by the cheapest model that does not know of order.
  void tune_fade() {
    progress_.begin("how fast a history fades", 0);
    const auto weights =
        std::make_shared<ItemWeights>(fit_cosine(model_.recent_, videos_, CosineSettings{}));
    const auto found = climb({{1, 0.5, 0, 3}}, 8, 1, [&](const std::vector<double>& at) {
      return goal(by_weights("", weights, faded_history(model_.sequences_, at[0])));
    });
    model_.settings_.fade = found.settings[0];
  }

  void tune_sequence_ridge() {
    const double seconds = std::max(0.5, 2.5 * ridge_seconds(videos_));
    const auto tries = static_cast<size_t>(std::clamp(kSequenceSeconds / seconds, 3.0, 12.0));
    progress_.begin("sequence ridge", tries);
    NextSettings& settings = model_.settings_;
    size_t done = 0;
    double best = -1;
    const auto measure = [&](const std::vector<double>& at) {
      const SequenceRidgeSettings tried{{std::exp(at[0]), 0.5}, at[1]};
      auto weights = std::make_shared<ItemWeights>(
          fit_sequence_ridge(model_.sequences_->of_viewer, videos_, tried));
      progress_.advance(++done);
      if (weights->videos() == 0) return 0.0;
      const double value = goal(by_weights("", weights, faded_history(model_.sequences_, at[1])));
      if (value <= best) return value;
      best = value;
      model_.sequence_ridge_ = weights;
      settings.sequence_ridge = tried;
      return value;
    };
    climb({{std::log(4.0), std::log(3.0), -4, 8}, {0.75, 0.25, 0.25, 2}}, tries, 0, measure);
    search_.note("sequence ridge", best);
  }

  // Much is left out while learning when the rows are so few that there is time to try both.
  void tune_attention() {
    NextSettings& settings = model_.settings_;
    const auto& watched = model_.sequences_->of_viewer;
    const double budget = model_.sequences_->many() ? kAttentionFlopsOfMany : kAttentionFlops;
    sequence::FitPlan plan = sequence::plan_fit(watched, videos_, budget, seed_);
    const auto net_goal = [&](const sequence::SequenceNet& net) {
      const std::shared_ptr<const sequence::SequenceNet> lent(std::shared_ptr<void>(), &net);
      return goal(by_attention(lent, model_.sequences_), kLookViewersMax);
    };
    double best = -1, spent = 0;
    for (const float drop : kDrops) {
      plan.trainer.drop = drop;
      progress_.begin("attention", plan.steady_steps);
      auto fit = sequence::fit_sequence(
          plan, watched, net_goal, [&](size_t done, size_t, double) { progress_.advance(done); });
      search_.note("attention", fit.goal);
      spent += fit.flops;
      if (fit.goal > best) {
        best = fit.goal;
        model_.attention_ = std::make_shared<sequence::SequenceNet>(std::move(fit.net));
        settings.attention = plan;
        settings.attention_steady = std::move(fit.steady);
      }
      if (2 * spent > budget) break;
    }
  }

  void learn_weights() {
    progress_.begin("blend", 0);
    const auto pool =
        candidates_of(model_.components_, viewers_, videos_, model_.mask(), kDepth + k_);
    const auto list_goal = [&](size_t i, std::span<const uint32_t> ranked) {
      return goal(viewers_[i], ranked);
    };
    Blend& blend = model_.settings_.blend;
    blend = learn_blend(pool, model_.components_.size(), NextModel::kPopular, model_.factors_, k_,
                        list_goal);
    const auto lists = blend.rank(pool, model_.factors_, k_);
    double sum = 0;
    for (size_t i = 0; i < lists.size(); ++i) sum += list_goal(i, lists[i]);
    search_.note("blend", sum / std::max<size_t>(1, lists.size()));
  }

  const size_t k_;
  const uint64_t seed_;
  Progress& progress_;
  std::map<uint32_t, uint32_t> last_;  // what each viewer really watched next
  NextModel model_;
  const size_t videos_;
  ItemSearch search_;
  std::vector<uint32_t> viewers_;
};

NextModel NextModel::learned(const Sequences& sequences, bool filter_seen, size_t k, uint64_t seed,
                             Progress& progress) {
  NextModel model(sequences, filter_seen);
  model.settings_ = NextTuner(sequences, filter_seen, k, seed, progress).tune();
  model.fit(progress);
  return model;
}

}  // namespace soleil::eval

#include <algorithm>
#include <cmath>
#include <map>

#include "learning/eval/item_search.h"
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
// Shares of the time by which each step should have ended; what is left is for a last fit on all
// rows and for the ranking.
constexpr double kTransitionsUntil = 0.06, kFadeUntil = 0.08, kRidgeUntil = 0.16,
                 kCosineUntil = 0.22, kSpectralUntil = 0.25, kViewersUntil = 0.28,
                 kSequenceUntil = 0.35, kAttentionUntil = 0.7, kBlendUntil = 0.75;

}  // namespace

// Finds the settings on the last row of each viewer, which the models it fits have not seen.
class NextTuner {
 public:
  NextTuner(const Sequences& sequences, bool filter_seen, size_t k, uint64_t seed, TimePlan& time,
            Progress& progress)
      : k_(k),
        seed_(seed),
        time_(time),
        progress_(progress),
        model_(without_last(sequences), filter_seen),
        videos_(sequences.videos),
        search_(
            videos_, [this](const Component& one) { return goal(one); }, progress, time) {
    for (const auto& [viewer, video] : last_) viewers_.push_back(viewer);
    viewers_ = shuffled(std::move(viewers_), seed);
    viewers_.resize(std::min(viewers_.size(), kViewersMax));
  }

  NextSettings tune() {
    NextSettings& settings = model_.settings_;
    settings.items.plan = ridge_plan(videos_, time_.scale());
    settings.items.plan.tries = std::min(settings.items.plan.tries, kRidgeTries);
    tune_transitions();
    tune_fade();
    const History faded = faded_history(model_.sequences_, settings.fade);
    const ItemSearch::Found found{model_.items_, settings.items};
    search_.ridge(model_.recent_, faded, kRidgeUntil, found);
    search_.cosine(model_.recent_, faded, kCosineUntil, found);
    search_.spectral(model_.recent_, faded, seed_, kSpectralUntil, found);
    search_.viewers(model_.recent_, faded, kViewersUntil, found);
    if (settings.items.plan.exact) tune_sequence_ridge();
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

  double goal(uint32_t viewer, std::span<const uint32_t> ranked) const {
    const size_t place = std::ranges::find(ranked, last_.at(viewer)) - ranked.begin();
    const auto figures = next_figures(place < ranked.size() ? place : k_, k_);
    return figures.hit + figures.ndcg;
  }

  double goal(const Component& component) const {
    return goal(component, videos_ > kManyVideos ? kViewersOfManyMax : kViewersMax);
  }

  double goal(const Component& component, size_t viewers_max) const {
    const auto some = std::span(viewers_).first(std::min(viewers_max, viewers_.size()));
    return mean_goal(component, some, videos_, model_.mask(), k_,
                     [this](uint32_t viewer, auto ranked) { return goal(viewer, ranked); });
  }

  void tune_transitions() {
    const size_t tries = model_.sequences_->many() ? kTransitionTriesOfMany : kTransitionTries;
    NextSettings& settings = model_.settings_;
    TransitionSettings tried = settings.transitions;
    std::shared_ptr<ItemWeights> weights;
    search_.search(
        "transitions", {{1, 0.5, 0, 3}, {0.5, 0.25, 0, 1}, {0.25, 0.25, 0, 1}, {1.5, 0.5, 0, 4}},
        tries, 1, kTransitionsUntil,
        [&](const std::vector<double>& at) {
          tried = {at[0], at[1], at[2], tried.neighbours};
          weights = std::make_shared<ItemWeights>(
              fit_transitions(model_.sequences_->of_viewer, videos_, tried));
          return goal(by_weights("", weights, faded_history(model_.sequences_, at[3])));
        },
        [&](const std::vector<double>& at) {
          model_.transitions_ = weights;
          settings.transitions = tried;
          settings.transitions_fade = at[3];
        });
  }

  // How fast a history fades, by the cheapest model that does not know of order.
  void tune_fade() {
    const auto weights =
        std::make_shared<ItemWeights>(fit_cosine(model_.recent_, videos_, CosineSettings{}));
    search_.search(
        "how fast a history fades", {{1, 0.5, 0, 3}}, 8, 1, kFadeUntil,
        [&](const std::vector<double>& at) {
          return goal(by_weights("", weights, faded_history(model_.sequences_, at[0])));
        },
        [&](const std::vector<double>& at) { model_.settings_.fade = at[0]; });
  }

  void tune_sequence_ridge() {
    const double seconds = std::max(0.5, 2.5 * ridge_seconds(videos_));
    const auto tries =
        static_cast<size_t>(std::clamp(time_.scale() * kSequenceSeconds / seconds, 3.0, 12.0));
    NextSettings& settings = model_.settings_;
    SequenceRidgeSettings tried;
    std::shared_ptr<ItemWeights> weights;
    search_.search(
        "sequence ridge", {{std::log(4.0), std::log(3.0), -4, 8}, {0.75, 0.25, 0.25, 2}}, tries, 0,
        kSequenceUntil,
        [&](const std::vector<double>& at) {
          tried = {{std::exp(at[0]), 0.5}, at[1]};
          weights = std::make_shared<ItemWeights>(
              fit_sequence_ridge(model_.sequences_->of_viewer, videos_, tried));
          if (weights->videos() == 0) return -1.0;
          return goal(by_weights("", weights, faded_history(model_.sequences_, at[1])));
        },
        [&](const std::vector<double>&) {
          model_.sequence_ridge_ = weights;
          settings.sequence_ridge = tried;
        });
  }

  // When the rows are so few that there is time for it, a second network that leaves out more while
  // learning; both may take part.
  void tune_attention() {
    const auto& watched = model_.sequences_->of_viewer;
    const double budget =
        time_.scale() * (model_.sequences_->many() ? kAttentionFlopsOfMany : kAttentionFlops);
    NextSettings::Network one{"attention", sequence::plan_fit(watched, videos_, budget, seed_), {}};
    double spent = 0;
    for (const float drop : kDrops) {
      one.plan.trainer.drop = drop;
      spent += learn_network(one);
      if (2 * spent > budget || time_.is_late(kAttentionUntil / 2)) break;
      one.name = "attention_2";
    }
  }

  // Operations that it took.
  double learn_network(NextSettings::Network& one) {
    const auto net_goal = [&](const sequence::SequenceNet& net) {
      const std::shared_ptr<const sequence::SequenceNet> lent(std::shared_ptr<void>(), &net);
      return goal(by_attention(one.name, lent, model_.sequences_), kLookViewersMax);
    };
    progress_.begin(one.name, one.plan.steady_steps);
    auto fit = sequence::fit_sequence(one.plan, model_.sequences_->of_viewer, net_goal,
                                      [&](size_t done, size_t, double) {
                                        progress_.advance(done);
                                        return !time_.is_late(kAttentionUntil);
                                      });
    progress_.note_goal(one.name, fit.goal);
    model_.networks_.push_back(std::make_shared<sequence::SequenceNet>(std::move(fit.net)));
    one.steady = std::move(fit.steady);
    model_.settings_.networks.push_back(one);
    return fit.flops;
  }

  void learn_weights() {
    progress_.begin("blend", 0);
    const auto pool =
        candidates_of(model_.components_, viewers_, videos_, model_.mask(), kDepth + k_);
    const auto list_goal = [&](size_t i, std::span<const uint32_t> ranked) {
      return goal(viewers_[i], ranked);
    };
    const auto learned = learn_blend(pool, model_.components_, "popular", model_.factors_, k_,
                                     list_goal, [&] { return time_.is_late(kBlendUntil); });
    model_.settings_.blend = learned.blend;
    progress_.note_goal("blend", learned.goal);
  }

  const size_t k_;
  const uint64_t seed_;
  TimePlan& time_;
  Progress& progress_;
  std::map<uint32_t, uint32_t> last_;  // what each viewer really watched next
  NextModel model_;
  const size_t videos_;
  ItemSearch search_;
  std::vector<uint32_t> viewers_;  // in an order of chance
};

NextModel NextModel::learned(const Sequences& sequences, bool filter_seen, size_t k, uint64_t seed,
                             TimePlan& time, Progress& progress) {
  NextModel model(sequences, filter_seen);
  model.settings_ = NextTuner(sequences, filter_seen, k, seed, time, progress).tune();
  model.fit(progress);
  return model;
}

}  // namespace soleil::eval

#include "learning/sequence/sequence_fit.h"

#include <algorithm>
#include <cmath>

namespace soleil::sequence {
namespace {

constexpr size_t kFullSoftmaxMax = 2048;  // videos; above, a sample of them
constexpr size_t kDrawn = 512;
constexpr double kTokensOfMany = 4e6;  // above, it looks less far back
constexpr size_t kWindowOfMany = 100;
constexpr size_t kPassesMax = 60;
constexpr size_t kLooks = 16;
constexpr size_t kPatience = 3;       // looks without a better goal
constexpr double kSettleShare = 0.3;  // of the steady steps
constexpr size_t kWarmSteps = 200;
constexpr double kLastRate = 0.02;  // of the steady one

struct Sizes {
  double tokens = 0;       // places that predict
  double mean_window = 0;  // of the window that a token stands in
};

Sizes sizes_of(const Watched& watched, size_t window) {
  Sizes out;
  double squares = 0;
  for (const auto& own : watched) {
    const double places = own.empty() ? 0 : static_cast<double>(own.size()) - 1;
    out.tokens += places;
    squares += places * std::min(places, static_cast<double>(window));
  }
  out.mean_window = out.tokens > 0 ? squares / out.tokens : 0;
  return out;
}

size_t settle_steps(const Learned& steady) {
  return std::max<size_t>(20, static_cast<size_t>(kSettleShare * steady.steps));
}

}  // namespace

FitPlan plan_fit(const Watched& watched, size_t videos, double budget, uint64_t seed) {
  FitPlan plan;
  TrainerSettings& trainer = plan.trainer;
  trainer.seed = seed;
  trainer.shape.videos = videos;
  Sizes sizes = sizes_of(watched, trainer.shape.window);
  if (sizes.tokens > kTokensOfMany) {
    trainer.shape.window = kWindowOfMany;
    sizes = sizes_of(watched, trainer.shape.window);
  }
  trainer.tokens = static_cast<size_t>(std::clamp(sizes.tokens / 100, 256.0, 2048.0));
  trainer.drawn = videos <= kFullSoftmaxMax ? videos : kDrawn;
  NetShape typical = trainer.shape;
  typical.window = static_cast<size_t>(sizes.mean_window);
  const double others = std::min<double>(videos, trainer.tokens / 2.0 + trainer.drawn);
  const double flops = 3 * (typical.flops() + 2.0 * typical.width * others);
  const double steps = std::min(budget / flops, kPassesMax * sizes.tokens) / trainer.tokens;
  plan.steady_steps = std::max<size_t>(1, static_cast<size_t>(steps));
  plan.step_flops = flops * static_cast<double>(trainer.tokens);
  plan.check_steps = std::max<size_t>(1, plan.steady_steps / kLooks);
  return plan;
}

SequenceFit fit_sequence(const FitPlan& plan, const Watched& watched, const NetGoal& goal,
                         const FitReport& report) {
  SequenceTrainer trainer(plan.trainer, watched, SequenceTrainer::nothing(plan.trainer));
  SequenceFit out;
  double best = -1;
  size_t waited = 0;
  const size_t warm = std::min(kWarmSteps, plan.check_steps);
  trainer.learn(warm, plan.rate / static_cast<double>(warm), plan.rate);
  for (size_t done = warm; done < plan.steady_steps && waited < kPatience;) {
    const size_t steps = std::min(plan.check_steps, plan.steady_steps - done);
    if (!std::isfinite(trainer.learn(steps, plan.rate, plan.rate))) break;
    done += steps;
    const double found = goal(trainer.learned().net);
    const bool go_on = report(done, plan.steady_steps, found);
    waited = found > best ? 0 : waited + 1;
    if (waited == 0) {
      best = found;
      out.steady = trainer.learned();
    }
    if (!go_on) break;
  }
  if (out.steady.steps == 0) out.steady = SequenceTrainer::nothing(plan.trainer);
  out.net = settle(plan, out.steady, watched);
  out.goal = goal(out.net);
  out.flops =
      plan.step_flops * static_cast<double>(trainer.learned().steps + settle_steps(out.steady));
  return out;
}

SequenceNet settle(const FitPlan& plan, const Learned& steady, const Watched& watched) {
  SequenceTrainer trainer(plan.trainer, watched, steady);
  trainer.learn(settle_steps(steady), plan.rate, kLastRate * plan.rate);
  return trainer.learned().net;
}

}  // namespace soleil::sequence

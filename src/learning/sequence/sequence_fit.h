// SequenceFit: how long a SequenceNet is taught. First at a steady rate, until a goal stops growing
// or the budget is spent; then from the best point on at a falling rate. What falls may be done
// again on more rows from the same point, which is how a network chosen on a part of the rows
// becomes one of all. The budget is counted in floating-point operations, not by a clock: a seed
// gives the same network everywhere. Blocking; two threads.
#pragma once

#include <functional>

#include "learning/sequence/sequence_trainer.h"

namespace soleil::sequence {

struct FitPlan {
  TrainerSettings trainer;
  double rate = 1e-3;
  size_t steady_steps = 0;  // at most
  size_t check_steps = 0;   // from one look at the goal to the next
  double step_flops = 0;
};

// By the sizes alone. budget: operations of all the steady steps.
FitPlan plan_fit(const Watched& watched, size_t videos, double budget, uint64_t seed);

struct SequenceFit {
  Learned steady;  // the best at the steady rate
  SequenceNet net;
  double goal = 0;   // of net
  double flops = 0;  // that it took
};

using NetGoal = std::function<double(const SequenceNet&)>;  // more is better
// report(done, steps, goal): at each look. False: no more steps.
using FitReport = std::function<bool(size_t, size_t, double)>;

SequenceFit fit_sequence(const FitPlan& plan, const Watched& watched, const NetGoal& goal,
                         const FitReport& report);
// From the same point on, on other rows.
SequenceNet settle(const FitPlan& plan, const Learned& steady, const Watched& watched);

}  // namespace soleil::sequence

// FaultPlan: which calls of a seam fail, and how. A decorator around a real or memory adapter asks
// it before each call, so a test or a simulation can try every point of failure in turn. A caller
// can't tell the two modes apart; code that survives both is right. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "base/result.h"

namespace soleil {

enum class FaultMode {
  not_done,         // the call had no effect and reports failure
  done_but_failed,  // the call had its effect and reports failure
};

class FaultPlan {
 public:
  // The nth call from now (1: the next) fails.
  void fail_at(int64_t nth, FaultMode mode);
  void clear();
  int64_t calls() const;
  std::optional<FaultMode> next();  // for decorators: counts a call

 private:
  mutable std::mutex mutex_;
  int64_t calls_ = 0;
  std::map<int64_t, FaultMode> faults_;
};

tl::unexpected<Error> planned_fault();  // unavailable, "fault"

// Makes the call, or fails it, as planned.
template <class Call>
auto with_fault(FaultPlan& plan, Call call) -> decltype(call()) {
  const auto mode = plan.next();
  if (!mode) return call();
  if (*mode == FaultMode::done_but_failed) (void)call();
  return planned_fault();
}

}  // namespace soleil

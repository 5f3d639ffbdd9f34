#include "platform/fault.h"

#include "base/check.h"

namespace soleil {

void FaultPlan::fail_at(int64_t nth, FaultMode mode) {
  SOLEIL_CHECK(nth >= 1);
  std::lock_guard lock(mutex_);
  faults_[calls_ + nth] = mode;
}

void FaultPlan::clear() {
  std::lock_guard lock(mutex_);
  faults_.clear();
}

int64_t FaultPlan::calls() const {
  std::lock_guard lock(mutex_);
  return calls_;
}

std::optional<FaultMode> FaultPlan::next() {
  std::lock_guard lock(mutex_);
  auto node = faults_.extract(++calls_);
  if (node.empty()) return std::nullopt;
  return node.mapped();
}

tl::unexpected<Error> planned_fault() {
  return fail(Code::unavailable, "fault", "A planned fault.");
}

}  // namespace soleil

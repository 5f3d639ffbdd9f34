#include "model/experiment.h"

#include "base/hash.h"

namespace soleil {

const Arm* Experiment::arm_of(ViewerId viewer) const {
  const uint64_t drawn = hash64(salt + "/" + viewer.text(), 0x5eed) >> 11;
  double left = static_cast<double>(drawn) / static_cast<double>(1ULL << 53);
  for (const Arm& arm : arms) {
    if (left < arm.share) return &arm;
    left -= arm.share;
  }
  return nullptr;
}

}  // namespace soleil

#include "model/fact_window.h"

#include "base/hash.h"

namespace soleil {

uint64_t FactWindow::key(const FactHead& head) {
  const uint64_t key = hash64(head.id, head.viewer.value);
  return key ? key : 1;  // 0 marks an empty place of the ring
}

bool FactWindow::insert(uint64_t key) {
  if (!kept_.insert(key).second) return false;
  if (ring_[next_]) kept_.erase(ring_[next_]);
  ring_[next_] = key;
  next_ = (next_ + 1) % ring_.size();
  return true;
}

}  // namespace soleil

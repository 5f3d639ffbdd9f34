#include "model/fact_window.h"

#include "base/hash.h"

namespace soleil {

uint64_t FactWindow::key(const FactHead& head) {
  const uint64_t key = hash64(head.id, head.viewer.value);
  return key ? key : 1;  // 0 marks an empty place of the ring
}

bool FactWindow::contains(uint64_t key) const {
  const auto key_of = [this](uint32_t place) { return ring_[place]; };
  return places_.find(key, key_of) != FlatIndex::kNone;
}

std::vector<uint64_t> FactWindow::keys() const {
  std::vector<uint64_t> out;
  out.reserve(places_.size());
  for (size_t i = 0; i < ring_.size(); ++i)
    if (const uint64_t key = ring_[(next_ + i) % ring_.size()]; key) out.push_back(key);
  return out;
}

bool FactWindow::insert(uint64_t key) {
  if (contains(key)) return false;
  const auto key_of = [this](uint32_t place) { return ring_[place]; };
  if (ring_[next_]) places_.erase(ring_[next_], key_of);
  ring_[next_] = key;
  places_.insert(key, static_cast<uint32_t>(next_), key_of);
  next_ = (next_ + 1) % ring_.size();
  return true;
}

}  // namespace soleil

// FactWindow: which facts were counted of late, by (viewer, fact id). Remembers the last `size` of
// them as 64-bit hashes, some 14 bytes each; a fact sent again after so many others would count
// twice. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/flat_index.h"
#include "model/fact.h"

namespace soleil {

class FactWindow {
 public:
  explicit FactWindow(size_t size) : ring_(size, 0) {}
  static uint64_t key(const FactHead& head);
  bool contains(uint64_t key) const;
  bool insert(uint64_t key);           // false: it is in the window already
  std::vector<uint64_t> keys() const;  // the oldest first; inserted into an empty one: the same

 private:
  std::vector<uint64_t> ring_;
  size_t next_ = 0;
  FlatIndex places_;  // in ring_
};

}  // namespace soleil

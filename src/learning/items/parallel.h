// parallel: runs body(thread, index) for each index in [0, count) on some threads. Each index is
// done once; which thread does it is not told in advance, so bodies write to places of their own.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

#include "learning/items/linear_algebra.h"

namespace soleil {

inline size_t parallel_threads() {
  return std::clamp(std::thread::hardware_concurrency(), 1u, 64u);
}

template <class Body>
void parallel(size_t count, const Body& body) {
  const size_t threads = std::min(parallel_threads(), std::max<size_t>(count, 1));
  std::atomic<size_t> next = 0;
  const auto work = [&](size_t thread) {
    for (size_t i = next++; i < count; i = next++) body(thread, i);
  };
  set_blas_threads(1);  // the threads are ours now
  std::vector<std::thread> others;
  for (size_t thread = 1; thread < threads; ++thread) others.emplace_back(work, thread);
  work(0);
  for (std::thread& other : others) other.join();
  set_blas_threads(static_cast<int>(parallel_threads()));
}

}  // namespace soleil

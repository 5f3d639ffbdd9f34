// VectorIndex: whose vectors have the largest dot product with a given one, nearly always found
// without looking at most of them. A graph that links each vector to near ones on a few layers
// (HNSW: Malkov and Yashunin, TPAMI 2020; hnswlib), over vectors of kFactors numbers in half
// precision. It grows, changes and shrinks by event. An erased vector stays as a waypoint until a
// new key takes its place. Linking costs some tenths of a millisecond; a vector that moved less
// than kStill of its length stays where it is. The same operations in the same order give the same
// answers. About 265 bytes a vector. Not thread-safe; searches may run side by side.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/flat_index.h"
#include "learning/factors.h"

namespace soleil {

class VectorIndex {
 public:
  static constexpr float kStill = 0.1F;
  static constexpr size_t kEffort = 400;  // recall of 0.95 at 100 (bench/README.md)
  static constexpr size_t kLookMax = 20'000;

  struct Match {
    uint64_t key = 0;
    float dot = 0;
  };
  using Wanted = std::function<bool(uint64_t)>;

  VectorIndex();
  ~VectorIndex();
  VectorIndex(VectorIndex&&) noexcept;
  VectorIndex& operator=(VectorIndex&&) noexcept;

  // Adds, or moves; any key but UINT64_MAX. Not finite, or longer than 1,000: unchanged.
  void put(uint64_t key, const Vector& vector);
  void erase(uint64_t key);
  // Best first; equal ones by key. Only what is wanted. `effort`: how many of the best are kept on
  // the way, more find more; at most kLookMax vectors are looked at, however few are wanted.
  std::vector<Match> search(const Vector& query, size_t count, const Wanted& wanted,
                            size_t effort = kEffort) const;
  size_t size() const { return by_key_.size(); }
  size_t bytes() const;  // of memory, without the space of searches (2 bytes a vector for each)

 private:
  class Graph;
  uint32_t find(uint64_t key) const;

  std::unique_ptr<Graph> graph_;
  FlatIndex by_key_;            // key -> place in the graph
  std::vector<uint32_t> free_;  // places of erased ones
};

}  // namespace soleil

// VectorIndex: whose vectors have the largest dot product with a given one, nearly always found
// without looking at most of them. Vectors of kFactors numbers, kept in half precision, stand in
// cells by nearest centre; a cell that grows past kCellMax splits in two (2-means of its own), so
// the index grows, changes and shrinks by event and never has to be trained. A search looks through
// the cells whose centres match best until it has seen `look` vectors. The inverted file of Sivic
// and Zisserman 2003 / Jegou et al. 2011 ("IVF-Flat"), with splitting cells. About 110 bytes a
// vector. Not thread-safe; searches may run side by side.
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
  static constexpr size_t kCellMax = 512;
  static constexpr size_t kLook = 12'000;  // enough for a recall of 0.95 at 100 (bench/README.md)

  struct Match {
    uint64_t key = 0;
    float dot = 0;
  };
  using Wanted = std::function<bool(uint64_t)>;

  VectorIndex();
  void put(uint64_t key, const Vector& vector);  // adds, or moves; not finite: unchanged
  void erase(uint64_t key);
  // Best first; equal ones by key. Only what is wanted; `look` vectors are looked at, or a few
  // more.
  std::vector<Match> search(const Vector& query, size_t count, const Wanted& wanted,
                            size_t look = kLook) const;
  size_t size() const { return by_key_.size(); }
  size_t cells() const { return cells_.size(); }

 private:
  using Half = uint16_t;
  struct Cell {
    std::vector<uint32_t> items;
    std::vector<Half> vectors;  // kFactors each, in the order of items
  };
  struct Item {
    uint64_t key = 0;
    uint32_t cell = 0, place = 0;  // free ones: cell is kFree, place the next free item
  };
  static constexpr uint32_t kFree = UINT32_MAX;

  uint32_t nearest_cell(const Vector& vector) const;
  uint32_t new_item(uint64_t key);
  void append(uint32_t cell, uint32_t item, const Half* vector);
  void take_out(uint32_t item);
  void split(uint32_t cell);
  void set_centre(uint32_t cell, const Vector& centre);
  uint32_t find(uint64_t key) const;

  std::vector<Cell> cells_;
  std::vector<Vector> centres_;
  std::vector<float> half_squares_;  // of the centres' lengths
  std::vector<Item> items_;
  uint32_t first_free_ = kFree;
  FlatIndex by_key_;
};

}  // namespace soleil

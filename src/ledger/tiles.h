// Tiles of c2sp.org/tlog-tiles: a log as files that any web server can host. A hash tile holds up
// to 256 hashes of one level; level 0 are leaf hashes, level L the roots of full tiles of level
// L - 1. A bundle holds the entries under one tile of level 0, each behind its 16-bit length. Paths
// are relative to the log's address: "tile/0/x001/x234/067", "tile/entries/000.p/112". Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/merkle.h"

namespace soleil {

constexpr int kTileHashes = 256;
constexpr int kTileHeight = 8;  // a tile spans 8 levels of the tree
constexpr size_t kEntryBytesMax = 65'535;

struct Tile {
  static constexpr int kEntries = -1;
  int level = 0;  // kEntries: a bundle of entries
  uint64_t index = 0;
  int width = kTileHashes;  // 1..256 hashes or entries
  bool is_full() const { return width == kTileHashes; }
  bool operator==(const Tile&) const = default;
};

std::string tile_path(const Tile& tile);
std::optional<Tile> parse_tile_path(
    std::string_view path);  // nullopt: nothing else is a tile's path
// The folder of a tile's partial versions, which the full tile makes superfluous.
std::string partial_folder(const Tile& full);
// Every tile and bundle of a tree, partial ones last in their level; entries first.
std::vector<Tile> tiles_of(uint64_t size);
// The tile at (level, index) in a tree of `size`: full, or as wide as the tree has it; width 0 when
// the tree has none.
Tile tile_at(int level, uint64_t index, uint64_t size);

std::string framed_entry(std::string_view entry);  // at most kEntryBytesMax: a bug otherwise
Result<std::vector<std::string>> entries_of(std::string_view bundle, int width);
Result<std::vector<TreeHash>> hashes_of(std::string_view tile, int width);

struct NamedBytes {
  std::string path;
  std::string bytes;
};

// The right edge of a growing tree: all that is needed to append, at most 255 hashes a level and
// one unfinished bundle. Copyable, so that an attempt can be given up.
class RightEdge {
 public:
  RightEdge() = default;
  RightEdge(uint64_t size, std::vector<std::vector<TreeHash>> levels, std::string bundle)
      : size_(size), levels_(std::move(levels)), bundle_(std::move(bundle)) {}
  // Appends; tiles that become full are added to `full`.
  void append(std::string_view entry, std::vector<NamedBytes>& full);
  std::vector<NamedBytes> partials() const;
  TreeHead head() const;
  uint64_t size() const { return size_; }

 private:
  void add_hash(size_t level, const TreeHash& hash, std::vector<NamedBytes>& full);
  uint64_t size_ = 0;
  std::vector<std::vector<TreeHash>> levels_;
  std::string bundle_;
};

}  // namespace soleil

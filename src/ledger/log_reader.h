// LogReader: a published log as anyone may read it, from a folder or from a web server. Nothing it
// reads is believed: proofs are made from tiles and then checked against a signed root, and
// audit_log() builds the whole tree again. Not thread-safe; keeps the tiles it has read.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/result.h"
#include "ledger/tiles.h"

namespace soleil {

// Gives the bytes at a path relative to the log ("checkpoint", "tile/0/000"); not_found.
using ReadFile = std::function<Result<std::string>(const std::string& path)>;

// A tile as it is published: a partial one whose file is gone is taken from the full tile.
Result<std::string> read_tile(const ReadFile& read, const Tile& tile);

class LogReader {
 public:
  // `size`: of a checkpoint that was checked; partial tiles are asked for by it.
  LogReader(ReadFile read, uint64_t size) : read_(std::move(read)), size_(size) {}

  Result<TreeHash> subtree(int level, uint64_t index);
  SubtreeHashes subtrees() {
    return [this](int level, uint64_t index) { return subtree(level, index); };
  }
  Result<std::string> entry(uint64_t index);
  Result<std::vector<TreeHash>> tile_hashes(const Tile& tile);
  Result<std::vector<std::string>> bundle(const Tile& tile);

 private:
  Result<std::string> tile_bytes(const Tile& tile);
  ReadFile read_;
  uint64_t size_;
  // A tile's hashes, the hashes of their pairs, of their fours … : what proofs are made of.
  using Pyramid = std::array<std::vector<TreeHash>, kTileHeight>;
  Result<const Pyramid*> pyramid(const Tile& tile);  // good until the next call
  std::map<std::pair<int, uint64_t>, Pyramid> tiles_;
};

// Entries [from, size of the tree).
Result<std::vector<std::string>> entries_since(LogReader& log, uint64_t from, uint64_t size);

// The right edge of a tree, to append to it. corrupt, "root_differs" when the tiles don't fit.
Result<RightEdge> edge_of(const ReadFile& read, const TreeHead& tree);

// Reads every entry, builds the tree again and compares every tile with what is stored. corrupt,
// with the reason "entry_differs" (a bundle is not what the tiles say), "tile_differs" or
// "root_differs".
Result<void> audit_log(const ReadFile& read, const TreeHead& tree);

}  // namespace soleil

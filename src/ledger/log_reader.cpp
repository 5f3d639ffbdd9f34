#include "ledger/log_reader.h"

namespace soleil {
namespace {

constexpr size_t kTilesKept = 4'096;  // 64 MB

// What a full tile has in its first `width` places: for readers whose partial tile is gone.
Result<std::string> first_of_full(const Tile& tile, std::string_view full) {
  std::string out;
  if (tile.level != Tile::kEntries)
    return std::string(full.substr(0, static_cast<size_t>(tile.width) * sizeof(TreeHash)));
  const auto entries = SOLEIL_TRY(entries_of(full, kTileHashes));
  for (int i = 0; i < tile.width; ++i) out += framed_entry(entries[static_cast<size_t>(i)]);
  return out;
}

class Audit {
 public:
  Audit(const ReadFile& read, const TreeHead& tree) : read_(read), tree_(tree) {}

  Result<void> run() {
    for (uint64_t index = 0; index * kTileHashes < tree_.size; ++index)
      SOLEIL_TRY(add_bundle(tile_at(Tile::kEntries, index, tree_.size)));
    SOLEIL_TRY(compare_partials());
    if (edge_.head() == tree_) return {};
    return fail(Code::corrupt, "root_differs",
                "The entries don't have the root hash that the log signed.");
  }

 private:
  Result<void> add_bundle(const Tile& tile) {
    const std::string bytes = SOLEIL_TRY(read_tile(read_, tile));
    std::vector<NamedBytes> full;
    for (const std::string& entry : SOLEIL_TRY(entries_of(bytes, tile.width)))
      edge_.append(entry, full);
    for (const NamedBytes& made : full)
      if (!is_bundle(made)) SOLEIL_TRY(compare(made, SOLEIL_TRY(read_(made.path))));
    return {};
  }

  static bool is_bundle(const NamedBytes& made) { return made.path.starts_with("tile/entries/"); }

  Result<void> compare(const NamedBytes& made, std::string_view stored) {
    if (stored == made.bytes) return {};
    if (made.path.starts_with("tile/0/"))
      return fail(Code::corrupt, "entry_differs",
                  "The entries under " + made.path + " are not those that were logged.");
    return fail(Code::corrupt, "tile_differs", made.path + " is not the tree over the entries.");
  }

  Result<void> compare_partials() {
    for (const NamedBytes& made : edge_.partials()) {
      if (is_bundle(made)) continue;
      auto stored = read_(made.path);
      if (!stored && stored.error().code == Code::not_found) {  // then the full tile is there
        const std::string full = SOLEIL_TRY(read_(made.path.substr(0, made.path.find(".p/"))));
        SOLEIL_TRY(compare(made, std::string_view(full).substr(0, made.bytes.size())));
        continue;
      }
      SOLEIL_TRY(compare(made, SOLEIL_TRY(std::move(stored))));
    }
    return {};
  }

  const ReadFile& read_;
  const TreeHead tree_;
  RightEdge edge_;
};

}  // namespace

Result<std::string> read_tile(const ReadFile& read, const Tile& tile) {
  auto bytes = read(tile_path(tile));
  if (bytes || bytes.error().code != Code::not_found || tile.is_full()) return bytes;
  const std::string full = SOLEIL_TRY(read(tile_path({tile.level, tile.index})));
  return first_of_full(tile, full);
}

Result<std::string> LogReader::tile_bytes(const Tile& tile) {
  if (tile.width == 0)
    return fail(Code::not_found, "beyond_log", "The log is not as long as that.");
  return read_tile(read_, tile);
}

Result<std::vector<TreeHash>> LogReader::tile_hashes(const Tile& tile) {
  return hashes_of(SOLEIL_TRY(tile_bytes(tile)), tile.width);
}

Result<const LogReader::Pyramid*> LogReader::pyramid(const Tile& tile) {
  const auto found = tiles_.find({tile.level, tile.index});
  if (found != tiles_.end()) return &found->second;
  Pyramid made{SOLEIL_TRY(tile_hashes(tile))};
  for (size_t height = 1; height < made.size(); ++height)
    for (size_t i = 1; i < made[height - 1].size(); i += 2)
      made[height].push_back(node_hash(made[height - 1][i - 1], made[height - 1][i]));
  if (tiles_.size() == kTilesKept) tiles_.clear();
  return &(tiles_[{tile.level, tile.index}] = std::move(made));
}

Result<std::vector<std::string>> LogReader::bundle(const Tile& tile) {
  return entries_of(SOLEIL_TRY(tile_bytes(tile)), tile.width);
}

Result<TreeHash> LogReader::subtree(int level, uint64_t index) {
  const int height = level % kTileHeight;  // within the tile
  const uint64_t in_tile = kTileHashes >> height;
  const Tile tile = tile_at(level / kTileHeight, index / in_tile, size_);
  const auto& hashes = (*SOLEIL_TRY(pyramid(tile)))[static_cast<size_t>(height)];
  if (index % in_tile < hashes.size()) return hashes[index % in_tile];
  return fail(Code::not_found, "beyond_log", "The log is not as long as that.");
}

Result<std::string> LogReader::entry(uint64_t index) {
  const Tile tile = tile_at(Tile::kEntries, index / kTileHashes, size_);
  auto entries = SOLEIL_TRY(bundle(tile));
  if (index % kTileHashes >= entries.size())
    return fail(Code::not_found, "beyond_log", "The log is not as long as that.");
  return std::move(entries[index % kTileHashes]);
}

Result<std::vector<std::string>> entries_since(LogReader& log, uint64_t from, uint64_t size) {
  std::vector<std::string> out;
  for (uint64_t next = from; next < size;) {
    const uint64_t index = next / kTileHashes;
    auto bundle = SOLEIL_TRY(log.bundle(tile_at(Tile::kEntries, index, size)));
    for (uint64_t at = next - index * kTileHashes; at < bundle.size(); ++at, ++next)
      out.push_back(std::move(bundle[at]));
  }
  return out;
}

Result<RightEdge> edge_of(const ReadFile& read, const TreeHead& tree) {
  LogReader reader(read, tree.size);
  std::vector<std::vector<TreeHash>> levels;
  for (int level = 0; tree.size >> (level * kTileHeight) > 0; ++level) {
    const uint64_t count = tree.size >> (level * kTileHeight);
    const Tile tile = tile_at(level, count / kTileHashes, tree.size);
    levels.emplace_back();
    if (tile.width > 0) levels.back() = SOLEIL_TRY(reader.tile_hashes(tile));
  }
  std::string bundle;
  const Tile last = tile_at(Tile::kEntries, tree.size / kTileHashes, tree.size);
  if (last.width > 0)
    for (const std::string& entry : SOLEIL_TRY(reader.bundle(last))) bundle += framed_entry(entry);
  RightEdge edge(tree.size, std::move(levels), std::move(bundle));
  if (edge.head() == tree) return edge;
  return fail(Code::corrupt, "root_differs", "The tiles don't have the root hash that was signed.");
}

Result<void> audit_log(const ReadFile& read, const TreeHead& tree) {
  return Audit(read, tree).run();
}

}  // namespace soleil

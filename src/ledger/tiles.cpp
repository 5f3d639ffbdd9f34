#include "ledger/tiles.h"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstring>

#include "base/check.h"
#include "base/text.h"

namespace soleil {
namespace {

std::string index_path(uint64_t index) {
  char part[8];
  std::snprintf(part, sizeof part, "%03d", static_cast<int>(index % 1000));
  std::string path = part;
  while (index >= 1000) {
    index /= 1000;
    std::snprintf(part, sizeof part, "x%03d/", static_cast<int>(index % 1000));
    path = part + path;
  }
  return path;
}

std::string full_path(const Tile& tile) {
  const std::string level = tile.level == Tile::kEntries ? "entries" : std::to_string(tile.level);
  return "tile/" + level + "/" + index_path(tile.index);
}

std::string joined(const std::vector<TreeHash>& hashes) {
  std::string out;
  out.reserve(hashes.size() * sizeof(TreeHash));
  for (const TreeHash& hash : hashes) out += bytes_of(hash);
  return out;
}

// How many hashes of level L a tree of this size has in tiles of level L.
uint64_t hashes_at(int level, uint64_t size) {
  const int shift = level * kTileHeight;
  return shift >= 64 ? 0 : size >> shift;
}

tl::unexpected<Error> bad_tile() {
  return fail(Code::corrupt, "bad_tile", "A tile of the log does not have the form it must have.");
}

}  // namespace

std::string tile_path(const Tile& tile) {
  return full_path(tile) + (tile.is_full() ? "" : ".p/" + std::to_string(tile.width));
}

// Reads what may be one, and then asks whether that tile is written so.
std::optional<Tile> parse_tile_path(std::string_view path) {
  constexpr size_t kPathMax = 64;
  if (path.size() > kPathMax) return std::nullopt;
  std::vector<std::string_view> parts = split(path, '/');
  Tile tile;
  if (parts.size() > 2 && parts[parts.size() - 2].ends_with(".p")) {
    tile.width = static_cast<int>(parse_int(parts.back()).value_or(0));
    parts.pop_back();
    parts.back().remove_suffix(2);
  }
  if (parts.size() < 3 || parts.size() > 9 || tile.width < 1) return std::nullopt;
  const auto level = parts[1] == "entries" ? Tile::kEntries : parse_int(parts[1]).value_or(99);
  tile.level = static_cast<int>(std::clamp<int64_t>(level, Tile::kEntries, 99));
  for (std::string_view part : std::span(parts).subspan(2)) {
    if (part.starts_with('x')) part.remove_prefix(1);
    tile.index = tile.index * 1000 + static_cast<uint64_t>(parse_int(part).value_or(0) % 1000);
  }
  return tile_path(tile) == path ? std::optional(tile) : std::nullopt;
}

std::string partial_folder(const Tile& full) {
  return full_path(full) + ".p";
}

Tile tile_at(int level, uint64_t index, uint64_t size) {
  const uint64_t count = hashes_at(std::max(level, 0), size);
  const uint64_t first = index * kTileHashes;
  const uint64_t width = first >= count ? 0 : std::min<uint64_t>(count - first, kTileHashes);
  return {level, index, static_cast<int>(width)};
}

std::vector<Tile> tiles_of(uint64_t size) {
  std::vector<Tile> tiles;
  for (int level = Tile::kEntries; hashes_at(std::max(level, 0), size) > 0; ++level)
    for (uint64_t index = 0;; ++index) {
      const Tile tile = tile_at(level, index, size);
      if (tile.width == 0) break;
      tiles.push_back(tile);
    }
  return tiles;
}

std::string framed_entry(std::string_view entry) {
  SOLEIL_CHECK(entry.size() <= kEntryBytesMax);
  std::string out;
  out += static_cast<char>(entry.size() >> 8);
  out += static_cast<char>(entry.size() & 0xff);
  return out.append(entry);
}

Result<std::vector<std::string>> entries_of(std::string_view bundle, int width) {
  std::vector<std::string> entries;
  while (static_cast<int>(entries.size()) < width) {
    if (bundle.size() < 2) return bad_tile();
    const size_t length =
        size_t{static_cast<uint8_t>(bundle[0])} << 8 | static_cast<uint8_t>(bundle[1]);
    if (bundle.size() < 2 + length) return bad_tile();
    entries.emplace_back(bundle.substr(2, length));
    bundle.remove_prefix(2 + length);
  }
  if (!bundle.empty()) return bad_tile();
  return entries;
}

Result<std::vector<TreeHash>> hashes_of(std::string_view tile, int width) {
  if (tile.size() != static_cast<size_t>(width) * sizeof(TreeHash)) return bad_tile();
  std::vector<TreeHash> hashes(static_cast<size_t>(width));
  for (size_t i = 0; i < hashes.size(); ++i)
    std::memcpy(hashes[i].data(), tile.data() + i * sizeof(TreeHash), sizeof(TreeHash));
  return hashes;
}

void RightEdge::append(std::string_view entry, std::vector<NamedBytes>& full) {
  bundle_ += framed_entry(entry);
  ++size_;
  if (size_ % kTileHashes == 0)
    full.push_back(
        {tile_path({Tile::kEntries, size_ / kTileHashes - 1}), std::exchange(bundle_, {})});
  add_hash(0, leaf_hash(entry), full);
}

void RightEdge::add_hash(size_t level, const TreeHash& hash, std::vector<NamedBytes>& full) {
  if (levels_.size() <= level) levels_.resize(level + 1);
  levels_[level].push_back(hash);
  if (levels_[level].size() < kTileHashes) return;
  const int number = static_cast<int>(level);
  full.push_back(
      {tile_path({number, hashes_at(number, size_) / kTileHashes - 1}), joined(levels_[level])});
  const TreeHash root = root_of(levels_[level]);
  levels_[level].clear();
  add_hash(level + 1, root, full);
}

std::vector<NamedBytes> RightEdge::partials() const {
  std::vector<NamedBytes> out;
  const auto path = [&](int level) {
    const uint64_t count = hashes_at(std::max(level, 0), size_);
    return tile_path({level, count / kTileHashes, static_cast<int>(count % kTileHashes)});
  };
  if (!bundle_.empty()) out.push_back({path(Tile::kEntries), bundle_});
  for (size_t level = 0; level < levels_.size(); ++level)
    if (!levels_[level].empty())
      out.push_back({path(static_cast<int>(level)), joined(levels_[level])});
  return out;
}

// The edge is a row of perfect subtrees that get smaller to the right; they fold from the right.
TreeHead RightEdge::head() const {
  std::vector<TreeHash> subtrees;
  for (size_t level = levels_.size(); level-- > 0;) {
    std::span<const TreeHash> rest = levels_[level];
    while (!rest.empty()) {
      const size_t count = std::bit_floor(rest.size());
      subtrees.push_back(root_of(rest.first(count)));
      rest = rest.subspan(count);
    }
  }
  if (subtrees.empty()) return {0, empty_root()};
  TreeHash root = subtrees.back();
  for (size_t i = subtrees.size() - 1; i-- > 0;) root = node_hash(subtrees[i], root);
  return {size_, root};
}

}  // namespace soleil

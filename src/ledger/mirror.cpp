#include "ledger/mirror.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr size_t kFilesAtOnce = 64;
constexpr size_t kBytesAtOnce = 8 << 20;

tl::unexpected<Error> fork_of(const TreeHead& a, const TreeHead& b) {
  return fail(Code::corrupt, "fork",
              "The log has signed a tree of " + std::to_string(a.size) + " entries and one of " +
                  std::to_string(b.size) +
                  " that are not of one history. Keep both checkpoints: they prove it.");
}

tl::unexpected<Error> differs(const Tile& tile) {
  return fail(Code::corrupt, "tile_differs",
              tile_path(tile) + " of the log is not what its signed root says.");
}

uint64_t full_tiles(int level, uint64_t size) {
  return size >> ((level + 1) * kTileHeight);
}

// The file's place among the evidence: by what is in it, so that nothing is overwritten.
NamedBytes evidence_of(const std::string& reason, std::string bytes) {
  const std::string name = hex_encode(sha256(bytes)).substr(0, 16);
  return {"evidence/" + reason + "-" + name, std::move(bytes)};
}

Result<std::vector<TreeHash>> leaf_hashes(std::string_view bundle, int width) {
  std::vector<TreeHash> out;
  const auto entries = SOLEIL_TRY(entries_of(bundle, width));
  for (const std::string& entry : entries) out.push_back(leaf_hash(entry));
  return out;
}

}  // namespace

// The larger tree, which its tiles must lead to, begins with the smaller. Tiles that lead nowhere
// prove nothing about what was signed, so that is told apart from a fork.
Result<void> check_begins(const ReadFile& read, const TreeHead& small, const TreeHead& large) {
  if (small.size == large.size) return small == large ? Result<void>() : fork_of(small, large);
  LogReader log(read, large.size);
  if (SOLEIL_TRY(root_at(large.size, log.subtrees())) != large.root)
    return fail(Code::corrupt, "root_differs", "The log's tiles don't lead to the signed root.");
  const auto proof = SOLEIL_TRY(prove_consistency(small.size, large.size, log.subtrees()));
  if (!check_consistency(small, large, proof)) return fork_of(small, large);
  return {};
}

// A refusal keeps what shows it. That it could not be kept must not hide the refusal.
template <class T>
Result<T> Mirror::with_evidence(Result<T> result, std::vector<NamedBytes> evidence) {
  if (!result && result.error().code == Code::corrupt)
    if (const auto kept = store_.write(evidence); !kept)
      result.error().what += " The evidence could not be kept: " + kept.error().what;
  return result;
}

Result<std::optional<Checkpoint>> Mirror::remembered(const Result<std::string>& note) const {
  if (!note && note.error().code == Code::not_found) return std::nullopt;
  const std::string text = SOLEIL_TRY(Result<std::string>(note));
  if (text.empty()) return std::nullopt;
  return SOLEIL_TRY(parse_checkpoint(SOLEIL_TRY(parse_note(text)).text));
}

Result<uint64_t> Mirror::follow() {
  const std::string note = SOLEIL_TRY(source_("checkpoint"));
  Target target{SOLEIL_TRY(open_checkpoint(policy_, note)), 0, {}, {}};
  if (target.shown.checkpoint.origin != origin_)
    return fail(Code::invalid, "other_log",
                "This is the log " + target.shown.checkpoint.origin + ", not " + origin_ + ".");
  SOLEIL_TRY(check_continues(target.shown));
  const uint64_t size = target.shown.checkpoint.tree.size;
  if (const auto have = SOLEIL_TRY(remembered(local("checkpoint"))))
    target.mirrored = have->tree.size;
  if (target.mirrored == size && size > 0) {
    SOLEIL_TRY(store_.write({{"public/checkpoint", note}}));  // perhaps cosigned by more
    return size;
  }
  SOLEIL_TRY(fetch_edge(target));
  for (int level = static_cast<int>(target.edge.size()) - 1; level >= 0; --level)
    SOLEIL_TRY(fetch_tiles(target, level));
  SOLEIL_TRY(fetch_bundles(target));
  SOLEIL_TRY(publish(target));
  return size;
}

Result<void> Mirror::refuse_older(const TrustedCheckpoint& shown, const TreeHead& have) {
  const ReadFile own = [this](const std::string& path) { return local(path); };
  SOLEIL_TRY(check_begins(own, shown.checkpoint.tree, have));
  return fail(Code::unavailable, "shows_older",
              "The log shows " + std::to_string(shown.checkpoint.tree.size) + " entries; " +
                  std::to_string(have.size) + " are mirrored. Ask again later.");
}

// The head is moved before anything is fetched for it: files that an interrupted run has left are
// of a tree that every later one must continue.
Result<void> Mirror::check_continues(const TrustedCheckpoint& shown) {
  const std::string head = SOLEIL_TRY(store_.head());
  const auto before = SOLEIL_TRY(remembered(head));
  if (!before) return store_.swap_head(head, shown.note);
  const TreeHead &then = before->tree, &now = shown.checkpoint.tree;
  const std::vector<NamedBytes> both = {evidence_of("before", head),
                                        evidence_of("shown", shown.note)};
  // What is mirrored is whole: nothing that the log says now is needed to judge it by.
  const auto mirrored = SOLEIL_TRY(remembered(local("checkpoint")));
  if (mirrored && now.size < mirrored->tree.size)
    return with_evidence(refuse_older(shown, mirrored->tree), both);
  if (now.size < then.size) SOLEIL_TRY(with_evidence(check_begins(source_, now, then), both));
  if (now.size >= then.size) SOLEIL_TRY(with_evidence(check_begins(source_, then, now), both));
  return now.size > then.size ? store_.swap_head(head, shown.note) : Result<void>();
}

Result<void> Mirror::fetch_edge(Target& target) {
  const TreeHead& tree = target.shown.checkpoint.tree;
  for (int level = 0; tree.size >> (level * kTileHeight) > 0; ++level) {
    const uint64_t count = tree.size >> (level * kTileHeight);
    const Tile tile = tile_at(level, count / kTileHashes, tree.size);
    target.edge.emplace_back();
    if (tile.width > 0)
      target.edge.back() = SOLEIL_TRY(hashes_of(SOLEIL_TRY(read_tile(source_, tile)), tile.width));
  }
  std::string bundle;
  const Tile last = tile_at(Tile::kEntries, tree.size / kTileHashes, tree.size);
  if (last.width > 0) {
    bundle = SOLEIL_TRY(read_tile(source_, last));
    const auto leaves = leaf_hashes(bundle, last.width);
    if (!leaves || *leaves != target.edge[0])
      return with_evidence(Result<void>(differs(last)), {evidence_of("bundle", bundle)});
  }
  target.right = RightEdge(tree.size, target.edge, std::move(bundle));
  if (target.right.head() == tree) return {};
  return with_evidence(Result<void>(fail(Code::corrupt, "root_differs",
                                         "The log's tiles don't lead to the signed root.")),
                       {evidence_of("shown", target.shown.note)});
}

// The tile above, in which the tile at (level, index) is one hash: at the right edge, or written
// before.
Result<Mirror::Hashes> Mirror::parent_of(const Target& target, int level, uint64_t index) {
  const uint64_t above = index / kTileHashes;
  if (above >= full_tiles(level + 1, target.shown.checkpoint.tree.size))
    return target.edge[static_cast<size_t>(level) + 1];
  SOLEIL_TRY(flush());
  return hashes_of(SOLEIL_TRY(local(tile_path({level + 1, above}))), kTileHashes);
}

bool Mirror::has(const Tile& tile) const {
  return local(tile_path(tile)).has_value();
}

Result<void> Mirror::fetch_tiles(const Target& target, int level) {
  const uint64_t end = full_tiles(level, target.shown.checkpoint.tree.size);
  Hashes above;
  uint64_t first = full_tiles(level, target.mirrored);
  for (uint64_t index = first; index < end; ++index) {
    if (index == first || index % kTileHashes == 0)
      above = SOLEIL_TRY(parent_of(target, level, index));
    const Tile tile{level, index};
    if (has(tile)) continue;  // of a run that was interrupted
    std::string bytes = SOLEIL_TRY(source_(tile_path(tile)));
    const auto hashes = hashes_of(bytes, kTileHashes);
    if (!hashes || root_of(*hashes) != above[index % kTileHashes])
      return with_evidence(Result<void>(differs(tile)), {evidence_of("tile", bytes)});
    SOLEIL_TRY(keep({tile_path(tile), std::move(bytes)}));
  }
  return flush();
}

Result<void> Mirror::fetch_bundles(const Target& target) {
  const uint64_t end = full_tiles(0, target.shown.checkpoint.tree.size);
  for (uint64_t index = full_tiles(0, target.mirrored); index < end; ++index) {
    const Tile tile{Tile::kEntries, index};
    if (has(tile)) continue;
    std::string bytes = SOLEIL_TRY(source_(tile_path(tile)));
    const auto hashes =
        SOLEIL_TRY(hashes_of(SOLEIL_TRY(local(tile_path({0, index}))), kTileHashes));
    const auto leaves = leaf_hashes(bytes, kTileHashes);
    if (!leaves || *leaves != hashes)
      return with_evidence(Result<void>(differs(tile)), {evidence_of("bundle", bytes)});
    SOLEIL_TRY(keep({tile_path(tile), std::move(bytes)}));
  }
  return flush();
}

Result<void> Mirror::keep(NamedBytes file) {
  waiting_bytes_ += file.bytes.size();
  file.path = "public/" + file.path;
  waiting_.push_back(std::move(file));
  return waiting_.size() >= kFilesAtOnce || waiting_bytes_ >= kBytesAtOnce ? flush()
                                                                           : Result<void>();
}

Result<void> Mirror::flush() {
  if (waiting_.empty()) return {};
  SOLEIL_TRY(store_.write(waiting_));
  waiting_.clear();
  waiting_bytes_ = 0;
  return {};
}

Result<void> Mirror::publish(const Target& target) {
  for (NamedBytes& file : target.right.partials()) SOLEIL_TRY(keep(std::move(file)));
  SOLEIL_TRY(flush());
  SOLEIL_TRY(store_.write({{"public/checkpoint", target.shown.note}}));
  const uint64_t size = target.shown.checkpoint.tree.size;
  for (const int level : {Tile::kEntries, 0, 1, 2, 3}) {  // what full tiles make superfluous
    const uint64_t last = full_tiles(std::max(level, 0), target.mirrored);
    if (last < full_tiles(std::max(level, 0), size))
      SOLEIL_TRY(store_.remove("public/" + partial_folder({level, last})));
  }
  return {};
}

Result<uint64_t> Mirror::recheck() {
  const auto have = SOLEIL_TRY(remembered(local("checkpoint")));
  if (!have) return fail(Code::not_found, "no_mirror", "Nothing is mirrored yet.");
  for (const Tile& tile : tiles_of(have->tree.size)) {
    const std::string kept = SOLEIL_TRY(local(tile_path(tile)));
    const std::string now = SOLEIL_TRY(read_tile(source_, tile));
    if (now == kept) continue;
    return with_evidence(Result<uint64_t>(fail(Code::corrupt, "rewritten",
                                               "The log now gives other bytes for " +
                                                   tile_path(tile) + " than it gave before.")),
                         {evidence_of("kept", kept), evidence_of("now", now)});
  }
  return have->tree.size;
}

}  // namespace soleil

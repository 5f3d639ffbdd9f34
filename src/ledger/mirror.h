// Mirror: a copy of somebody else's log, kept as the same static files, of which every byte was
// checked before it was written. A log that goes away stays readable, and one that changes what it
// has shown is found out, with the evidence kept.
//
// The order: a checkpoint that the policy believes; that it continues the last one that this mirror
// went after (the store's head, durable before anything is fetched); the right edge, which must
// have the signed root; hash tiles from the top down, each against the one above; entries against
// the lowest tiles; at last the checkpoint is published. So whatever ends the mirror in between, it
// goes on where it was, and its published checkpoint always has all of its files.
//
// Not thread-safe: one process a folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/log_reader.h"
#include "ledger/log_store.h"
#include "ledger/policy.h"

namespace soleil {

// `small` and `large` are of one history: the tiles that `read` gives lead to the root of the
// larger, and it begins with the smaller. corrupt: "root_differs" (the tiles lead nowhere: nothing
// is proven), "fork" (both were signed, and they are not of one history).
Result<void> check_begins(const ReadFile& read, const TreeHead& small, const TreeHead& large);

class Mirror {
 public:
  // `origin`: the log's name in the policy. `source`, `store` and `policy` outlive it.
  Mirror(const Policy& policy, std::string origin, const ReadFile& source, LogStore& store)
      : policy_(policy), origin_(std::move(origin)), source_(source), store_(store) {}

  // Brings the mirror up to the log's checkpoint; the size it has then. Errors: what source and
  // store say; "other_log", "unwitnessed" and what else open_checkpoint() refuses; unavailable,
  // "shows_older"; corrupt, "fork", "root_differs", "tile_differs" (a tile or bundle is not what is
  // under the signed root). What was refused as corrupt is kept under "evidence/" of the store.
  Result<uint64_t> follow();

  // Fetches everything that is mirrored once more and compares. corrupt, "rewritten": the log now
  // gives other bytes for a tile than it gave before; both are kept.
  Result<uint64_t> recheck();

 private:
  using Hashes = std::vector<TreeHash>;
  struct Target {
    TrustedCheckpoint shown;
    uint64_t mirrored = 0;     // size of the published checkpoint
    std::vector<Hashes> edge;  // a level: the hashes of its partial tile
    RightEdge right;
  };
  Result<std::optional<Checkpoint>> remembered(const Result<std::string>& note) const;
  Result<void> check_continues(const TrustedCheckpoint& shown);
  Result<void> refuse_older(const TrustedCheckpoint& shown, const TreeHead& have);
  Result<void> fetch_edge(Target& target);
  Result<void> fetch_tiles(const Target& target, int level);
  Result<void> fetch_bundles(const Target& target);
  Result<void> publish(const Target& target);
  Result<Hashes> parent_of(const Target& target, int level, uint64_t index);
  Result<void> keep(NamedBytes file);
  Result<void> flush();
  bool has(const Tile& tile) const;
  Result<std::string> local(const std::string& path) const { return store_.read("public/" + path); }
  template <class T>
  Result<T> with_evidence(Result<T> result, std::vector<NamedBytes> evidence);

  const Policy& policy_;
  const std::string origin_;
  const ReadFile& source_;
  LogStore& store_;
  std::vector<NamedBytes> waiting_;  // checked, to be written together
  size_t waiting_bytes_ = 0;
};

}  // namespace soleil

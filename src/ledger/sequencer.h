// Sequencer: the one that appends to a log. Entries gather; once a second integrate() makes them
// one batch, in an order that survives a crash at any point and a second writer at any time:
//   1. stage  all new tiles as one file named by the new root (of no consequence if we stop here),
//   2. swap   the head from the old tree to the new one (now the entries are in the log),
//   3. tiles  are written from the stage to where the public reads them, then the stage goes,
//   4. answer those who wait,
//   5. sign and publish the checkpoint, with the witnesses' cosignatures where a policy asks.
// Whoever opens the log does step 3 again for the head it finds. A root is signed only after it has
// won the swap, so no signature exists for a root that lost. docs/ledger.md tells why.
#pragma once

#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/cosigners.h"
#include "ledger/log_reader.h"
#include "ledger/log_store.h"

namespace soleil {

struct SequencerLimits {
  size_t batch_entries_max = 16'384;    // about 130 files a batch
  size_t pending_entries_max = 65'536;  // more: overloaded
};

struct Appended {
  uint64_t index = 0;
  uint64_t tree_size = 0;  // of the first checkpoint that has it
};

class Sequencer {
 public:
  // Opens the log of the key's name, or begins it. `cosigners` may be null: then nobody witnesses.
  // The store and cosigners outlive it. corrupt, "root_differs" or "behind_published" when the
  // tiles are not what was signed.
  static Result<std::unique_ptr<Sequencer>> open(LogStore& store, SigningKey key,
                                                 Cosigners* cosigners = nullptr,
                                                 const SequencerLimits& limits = {});
  ~Sequencer();  // those who still wait get cancelled

  // Thread-safe. too_large, overloaded at once; else when the entry is durable in the log. A
  // failing store makes it wait, not fail: entries are tried again at the next integrate().
  std::future<Result<Appended>> add(std::string entry);

  // One batch, and publication of what is not published. Any thread, one at a time. An error says
  // what could not be done now; the next call goes on from there.
  Result<void> integrate();

  bool has_full_batch() const;  // as many wait as one batch may have
  TreeHead head() const;
  TreeHead published() const;

 private:
  struct Waiting {
    std::string entry;
    std::promise<Result<Appended>> promise;
  };

  Sequencer(LogStore& store, SigningKey key, Cosigners* cosigners, const SequencerLimits& limits);
  Result<void> begin();
  Result<void> recover();
  Result<void> check_published();
  Result<void> settle();
  void take_batch();
  Result<void> append_batch();
  Result<void> install(const std::vector<NamedBytes>& files, const std::string& stage_path);
  void answer_batch(const TreeHead& tree);
  Result<void> publish();
  void note_state();
  ReadFile reader() const;

  LogStore& store_;
  const SigningKey key_;
  Cosigners* const cosigners_;
  const SequencerLimits limits_;

  std::mutex writing_;  // guards what follows
  std::string head_;    // the text of the head, as it is stored
  RightEdge edge_;
  std::vector<Waiting> batch_;       // taken, not answered
  std::optional<TreeHead> attempt_;  // the tree of batch_, of which we don't know whether it won
  TreeHead published_tree_;
  bool is_published_ = false;

  mutable std::mutex pending_mutex_;  // guards what follows
  std::deque<Waiting> pending_;
  TreeHead head_seen_, published_seen_;
};

}  // namespace soleil

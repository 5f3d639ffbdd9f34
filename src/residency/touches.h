// Touches: every access of a human to a person's data, as the person sees it. A touch is numbered
// and kept first (what the person is shown), then logged (what everybody sees, which says nothing
// about anybody), in a batch that holds decoys too. A touch that could not be logged yet opens
// nothing: the key service wants a proof. Thread-safe; blocks.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "residency/access_body.h"
#include "residency/key_ring.h"

namespace soleil {

struct Touch {
  ViewerId person;
  Disclosure disclosure;
  int64_t log_index = -1;  // -1: not in the log yet
  int64_t made_ms = 0;
  bool is_seen = false;  // the person has looked at it
};

class Touches {
 public:
  static constexpr size_t kBatch = 4;  // entries that go into the log for one touch: it and decoys
  using Notify = std::function<void(ViewerId person)>;  // a touch of theirs is in the log
  Touches(Database& database, Ledger& ledger, KeyRing& ring, const Clock& clock, Random& random)
      : database_(database), ledger_(ledger), ring_(ring), clock_(clock), random_(random) {}

  // Once, before anything else is logged. `notify` runs on the thread that logs.
  void listen(Notify notify) { notify_ = std::move(notify); }
  // Logs what a crash has left unlogged. At start.
  Result<void> recover();

  Salt new_salt() const;
  // Keeps it, with the next number, in the caller's transaction.
  Result<Touch> keep(Transaction& tx, ViewerId person, const Salt& salt, const std::string& body);
  // Into the log; nothing when it is there. Errors of Ledger::write().
  Result<Touch> log(Touch touch);

  Result<std::vector<Touch>> of(ViewerId person) const;  // by number
  Result<Touch> find(ViewerId person, uint64_t counter) const;
  Result<int64_t> unseen(ViewerId person) const;
  Result<void> seen(ViewerId person);
  // Is anything missing? By the entries that are in the log now.
  Result<History> history(ViewerId person, const std::vector<Touch>& touches);
  // What `soleil-verify history --person` takes: the person's tag key and what they were shown.
  Result<std::string> person_file(ViewerId person);
  Result<PersonKey> tag_key(ViewerId person);

 private:
  Result<std::vector<Touch>> select(std::string_view where, std::vector<SqlValue> values) const;
  Result<void> read_log();
  Database& database_;
  Ledger& ledger_;
  KeyRing& ring_;
  const Clock& clock_;
  Random& random_;
  Notify notify_;
  std::mutex index_mutex_;  // guards what follows
  TagIndex index_;
  uint64_t indexed_ = 0;  // entries of the log that were looked at
};

}  // namespace soleil

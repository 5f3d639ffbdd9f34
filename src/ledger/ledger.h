// Ledger: the four logs of a running server, open to append to. A thread a log makes batches of
// what came, once a second; entries of the logs `legal`, `policy` and `release` are few and
// somebody waits for them, so they hurry it. Entries of `access` never do: the second in which a
// batch grew is all that an onlooker learns. Thread-safe; calls block.
#pragma once

#include <array>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "base/log.h"
#include "ledger/batch_loop.h"
#include "ledger/ledger_folder.h"
#include "ledger/log_claim.h"

namespace soleil {

struct LoggedEntry {
  uint64_t index = 0;
  std::string text;
};

class Ledger {
 public:
  static constexpr int64_t kWaitMsMax = 10'000;

  // Needs the folder's logs (LedgerFolder::create). Witnesses that don't answer now are no error.
  static Result<std::unique_ptr<Ledger>> open(const LedgerFolder& folder, const PostToWitness& post,
                                              Log& log, int64_t interval_ms = 1'000);
  ~Ledger();  // after a last batch of each

  // Durable in the log on return, though perhaps not published yet. unavailable, "not_logged": not
  // within kWaitMsMax. It may still get in later; who claims must not act on it.
  Result<Appended> write(LogName log, std::string entry);
  std::future<Result<Appended>> write_soon(LogName log, std::string entry);
  static Result<Appended> wait_for(std::future<Result<Appended>> done);  // as write()
  LogClaim claim(LogName log);

  TreeHead published(LogName log) const;
  Result<std::vector<LoggedEntry>> entries(LogName log, uint64_t from = 0) const;  // all durable
  // A proof file (proof_file.h) of an entry by the published checkpoint; unavailable,
  // "not_published" as long as the witnesses have not cosigned one that has it.
  Result<std::string> prove(LogName log, uint64_t index) const;
  const LedgerFolder& folder() const { return folder_; }

 private:
  struct Growing {
    OpenLog open;
    std::unique_ptr<BatchLoop> loop;
  };
  explicit Ledger(const LedgerFolder& folder) : folder_(folder) {}
  Result<void> open_all(const PostToWitness& post, Log& log, int64_t interval_ms);
  const Growing& of(LogName log) const { return logs_[static_cast<size_t>(log)]; }
  ReadFile reader(LogName log) const;

  const LedgerFolder folder_;
  std::array<Growing, kLedgerLogs.size()> logs_;
};

}  // namespace soleil

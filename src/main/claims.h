// Claims: what a server writes into its public logs by itself: the program that runs (`release`,
// once a program) and the recipes that rank (`policy`, whenever one comes or goes). Thread-safe.
#pragma once

#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "ledger/ledger.h"
#include "recommend/recipe_claim.h"
#include "residency/socket_keys.h"

namespace soleil {

class Claims {
 public:
  // Reads what the logs say is so. `program`: program_sha256("self"). Both outlive it.
  static Result<std::unique_ptr<Claims>> open(Ledger& ledger, const Clock& clock,
                                              const std::string& program);

  // Until settle(), claims are on their way when these return; afterwards they are in the log.
  Result<void> recipe(const RecipeClaim& claim);
  Result<void> settle();
  // That the log `release` has this program: what the key service wants to see. Waits a little for
  // the checkpoint. "not_published".
  Result<ProgramProof> proof_of_release() const;
  // What was opened since the last time goes into the log `access`, signed by the key service.
  Result<void> opened(Keys& keys);

 private:
  Claims(Ledger& ledger, const Clock& clock) : ledger_(ledger), clock_(clock) {}
  Result<void> read_recipes();
  Result<void> claim_release(const std::string& program);

  Ledger& ledger_;
  const Clock& clock_;
  LoggedEntry release_;
  std::mutex mutex_;                            // guards what follows
  std::map<std::string, std::string> recipes_;  // the hash in force, by name, as the log says
  std::vector<std::future<Result<Appended>>> on_the_way_;
  bool is_settled_ = false;
};

}  // namespace soleil

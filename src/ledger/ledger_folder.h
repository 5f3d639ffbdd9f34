// The ledger of one installation: <data>/ledger/ with a folder a log and the policy they share.
//   trust-policy               who may witness, and how many must (c2sp.org/tlog-policy)
//   <log>/key                  the log's secret key, mode 0600
//   <log>/public/              what the world may read: any web server can host it
//   <log>/head, lock, stage/   the writer's own
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "ledger/sequencer.h"
#include "platform/files.h"

namespace soleil {

// What is logged where: touches of personal data; requests and orders; rules and their changes;
// released programs.
enum class LogName { access, legal, policy, release };
constexpr std::array<const char*, 4> kLedgerLogs = {"access", "legal", "policy", "release"};

class LedgerFolder {
 public:
  explicit LedgerFolder(const std::string& data) : folder_(data + "/ledger") {}

  // Makes the four logs, named "<origin>/<log>", and a policy in which all of `witnesses` (none:
  // nobody) must cosign: of each "NAME KEY URL", as a policy's line has it. conflict,
  // "ledger_exists"; invalid, "bad_policy".
  Result<void> create(const std::string& origin, Random& random,
                      const std::vector<std::string>& witnesses = {}) const;
  bool exists() const;
  Result<SigningKey> key(const std::string& log) const;
  Result<Policy> policy() const;
  std::string public_folder(const std::string& log) const {
    return folder_ + "/" + log + "/public";
  }
  std::string log_folder(const std::string& log) const { return folder_ + "/" + log; }
  std::string policy_file() const { return folder_ + "/trust-policy"; }

 private:
  Result<std::string> create_log(const std::string& log, const std::string& origin,
                                 Random& random) const;
  Result<std::string> show_key(const std::string& log, const SigningKey& key) const;
  std::string folder_;
};

// A log that is open to append to: alone, by its writer's lock, until this goes.
struct OpenLog {
  OwnedFd writer_lock;
  std::unique_ptr<LogStore> store;
  std::unique_ptr<Cosigners> cosigners;  // null when the policy asks for no witness
  std::unique_ptr<Sequencer> sequencer;
};
Result<OpenLog> open_log(const LedgerFolder& folder, const std::string& log,
                         const PostToWitness& post);

ReadFile read_from_folder(const std::string& folder);

}  // namespace soleil

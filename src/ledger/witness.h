// Witness (c2sp.org/tlog-witness): cosigns a log's checkpoint when it is shown to continue the last
// one that was cosigned, so that a log can't show two histories to two people. WitnessStore keeps
// one checkpoint a log; checking against it and replacing it are one step. Transport-free: the
// program `soleil-witness` speaks HTTP.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ledger/checkpoint.h"

namespace soleil {

constexpr size_t kProofHashesMax = 63;

// What a log sends: "old <size>", the consistency proof, an empty line, the checkpoint.
struct AddCheckpoint {
  uint64_t old_size = 0;
  std::vector<TreeHash> proof;
  std::string checkpoint;
};

std::string add_checkpoint_text(const AddCheckpoint& request);
Result<AddCheckpoint> parse_add_checkpoint(std::string_view body);  // invalid, "bad_request"

struct WitnessAnswer {
  int status = 200;  // 200, 400, 403, 404, 409, 422, 500 as the protocol says
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

// The text of the last cosigned checkpoint by origin. Thread-safe; calls block.
class WitnessStore {
 public:
  virtual ~WitnessStore() = default;
  virtual Result<std::string> load(const std::string& origin) const = 0;  // "" for none yet
  virtual Result<void> save(const std::string& origin, const std::string& text) = 0;  // durable
};

// One file a log in a folder that this process alone may use: conflict, "in_use".
Result<std::unique_ptr<WitnessStore>> open_file_witness_store(const std::string& folder);
std::unique_ptr<WitnessStore> make_memory_witness_store();

class Witness {  // thread-safe
 public:
  // `key`: of kind witness; `logs`: whose checkpoints it looks at. Store and clock outlive it.
  Witness(SigningKey key, std::vector<VerifierKey> logs, WitnessStore& store, const Clock& clock);
  WitnessAnswer add_checkpoint(std::string_view body);

 private:
  struct Offer;
  Result<Offer> check_form(std::string_view body, WitnessAnswer& refusal) const;
  WitnessAnswer decide(const Offer& offer);
  const SigningKey key_;
  const std::vector<VerifierKey> logs_;
  WitnessStore& store_;
  const Clock& clock_;
  std::mutex mutex_;
};

}  // namespace soleil

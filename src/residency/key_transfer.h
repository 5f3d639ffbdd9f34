// KeyTransfer: how a person's key goes to another operator's key service, in a carve-out, without
// being in the clear anywhere between the two. The buyer's service has a public key; the seller's
// seals persons' keys to it, but only against a proof that the public log `legal` has the freeze:
// for that buyer, approved by two, not over, and of these persons. No program and nobody of the
// staff can have a key handed over otherwise. Adapters: as Keys. Thread-safe; calls block.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/merkle.h"
#include "ledger/policy.h"
#include "model/id.h"

namespace soleil {

// The entry in the log `legal` with which a freeze begins. No person is named in it.
struct FreezeEntry {
  std::string carve_out;     // its id
  std::string plan_sha256;   // hex
  std::string buyer;         // address
  std::string transfer_key;  // of the buyer's key service, 32 bytes
  TreeHead persons;          // leaves: their ids as text, sorted
  int64_t until_ms = 0;
  std::vector<std::string> approved_by;  // hashes of two names
};
std::string encode_freeze(const FreezeEntry& entry);       // JSON
Result<FreezeEntry> decode_freeze(std::string_view text);  // invalid "bad_freeze"
std::string approver_hash(std::string_view carve_out, std::string_view name);  // 16 hex digits

struct HandOver {
  std::string entry, proof;    // encode_freeze() as logged; proof_file.h
  uint64_t place = 0;          // of the person among the entry's
  std::vector<TreeHash> path;  // their inclusion proof
};
// The rules that the key service holds each key to. denied: "other_log", "two_approvers_needed",
// "freeze_over", "not_in_carve_out"; and what check_proof() says.
Result<FreezeEntry> check_hand_over(const Policy& policy, ViewerId person, const HandOver& shown,
                                    int64_t now_ms);
std::string transfer_context(ViewerId person);

std::string hashes_text(const std::vector<TreeHash>& hashes);  // one after the other
Result<std::vector<TreeHash>> hashes_from(std::string_view bytes);

struct ServiceKeys {     // of a key service, public
  std::string transfer;  // 32 bytes: what persons' keys are sealed to
  std::string receipts;  // a verifier key: who signs that a key is destroyed
};
std::string encode_service_keys(const ServiceKeys& keys);
Result<ServiceKeys> decode_service_keys(std::string_view bytes);

class KeyTransfer {
 public:
  virtual ~KeyTransfer() = default;
  virtual Result<ServiceKeys> service_keys() = 0;
  // The person's key, sealed to the entry's transfer_key. Errors of check_hand_over(),
  // Keys::open().
  virtual Result<std::string> hand_over(ViewerId person, const std::string& wrapped,
                                        const HandOver& shown) = 0;
  // At the buyer's: wrapped by this region's key. denied "not_sealed_to_us"; corrupt "bad_seal".
  virtual Result<std::string> take_over(ViewerId person, const std::string& sealed) = 0;
};

}  // namespace soleil

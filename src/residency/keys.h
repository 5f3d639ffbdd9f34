// Keys seam: what a region's key service does for the server. Each person has a key; it is kept in
// the database, wrapped by the region's key, which only the service has. The server never sees
// either: it sends texts to be sealed and opened. Adapters: KeyVault (the service itself; in tests
// within the process) and SocketKeys (its client). One contract suite: keys_suite.cpp.
//
// `wrapped` is what make() gave, for the same person. Errors: corrupt "bad_seal"; denied
// "key_destroyed", "needs_grant" (a class that no program opens by itself), "no_grant" (unknown,
// over, or of another person or class), "not_released" (the program that asks is not in the log
// `release`); unavailable "no_key_service". Thread-safe; calls block.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/entry.h"
#include "model/id.h"
#include "residency/data_class.h"
#include "residency/sealing.h"

namespace soleil {

// Everything that shows that a human may read: the entry is in the log `access`, it commits to this
// body, and it is about this person.
struct ReleaseRequest {
  ViewerId person;
  std::string wrapped;
  Disclosure disclosure;  // body: access_body.h
  std::string entry;      // as logged
  std::string proof;      // proof_file.h
};

class Keys {
 public:
  virtual ~Keys() = default;
  virtual Result<std::string> make(ViewerId person) = 0;
  virtual Result<std::string> seal(ViewerId person, const std::string& wrapped, DataClass data,
                                   std::string_view text) = 0;
  // `grant`: from release(); "" for what programs open by themselves.
  virtual Result<std::string> open(ViewerId person, const std::string& wrapped, DataClass data,
                                   std::string_view sealed, const std::string& grant = "") = 0;
  // The key of the person's tags in the log `access`. It opens nothing.
  virtual Result<PersonKey> tag_key(ViewerId person, const std::string& wrapped) = 0;

  // The key of what the region keeps of everybody in one place, by the hundred thousand: the log of
  // facts and what was learned of it (sealed_facts.h). The server has it in memory while it runs.
  virtual Result<SecretKey> facts_key() = 0;

  // A grant that opens what the body's scope says, until it says. Once a proof: conflict
  // "proof_used". denied: "other_entry" (does not commit to the body, or is about somebody else),
  // "other_log", "two_approvers_needed", "access_over", "access_too_long"; and what check_proof()
  // says.
  virtual Result<std::string> release(const ReleaseRequest& request) = 0;

  // The key opens nothing from now on, whatever copy of it there is. Gives a receipt: a signed
  // note.
  virtual Result<std::string> destroy(ViewerId person, const std::string& wrapped) = 0;
  // What was opened since the last statement, as a signed note; "" for nothing.
  virtual Result<std::string> statement() = 0;
};

}  // namespace soleil

// Custody: what a server needs to keep its word about people's data: the public logs, the key
// service, what is sealed by it, and the gate that humans pass. Made in steps: the logs and the key
// service before anything else, the rest once there is a database.
#pragma once

#include <memory>
#include <string>

#include "base/log.h"
#include "ledger/ledger.h"
#include "main/claims.h"
#include "main/key_service_child.h"
#include "residency/access_gate.h"
#include "residency/key_ring.h"
#include "residency/socket_keys.h"
#include "residency/touches.h"

namespace soleil {

struct CustodyOptions {
  std::string data;         // the data folder: ledger/ and keys/ are below it
  std::string origin;       // of the logs, when they are made
  std::string keys_socket;  // of a key service; "": one of its own
};

class Custody {
 public:
  static Result<std::unique_ptr<Custody>> open(const CustodyOptions& options, const Clock& clock,
                                               Random& random, Log& log);
  // The key service must be there: nothing private could be read without it.
  Result<void> start_keys();
  Result<void> open_keys(Database& database, IdMaker& ids);

  Ledger& ledger() { return *ledger_; }
  Claims& claims() { return *claims_; }
  const std::string& program() const { return program_; }  // program_sha256("self")
  Result<void> probe() { return keys_->probe(); }
  Result<SecretKey> facts_key() { return keys_->facts_key(); }
  KeyRing& ring() { return *ring_; }
  KeyTransfer& transfer() { return *keys_; }
  Touches& touches() { return *touches_; }
  AccessGate& gate() { return *gate_; }

  void look_after();   // starts a key service that has ended again; several times a second
  void sweep();        // every ten minutes
  void tell_opened();  // what was opened goes into the log; every ten minutes, and at the end

 private:
  Custody(const CustodyOptions& options, const Clock& clock, Random& random, Log& log)
      : options_(options), clock_(clock), random_(random), log_(log) {}
  const CustodyOptions options_;
  const Clock& clock_;
  Random& random_;
  Log& log_;
  std::string program_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Claims> claims_;
  std::unique_ptr<KeyServiceChild> key_service_;  // none: a configured one
  std::unique_ptr<SocketKeys> keys_;
  std::unique_ptr<KeyRing> ring_;
  std::unique_ptr<Touches> touches_;
  std::unique_ptr<AccessGate> gate_;
};

}  // namespace soleil

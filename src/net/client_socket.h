// ClientSocket: a connection of a client, over TCP or TLS, with a time limit on each wait and on
// all of an exchange. Blocking, not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace soleil {

class ClientSocket {
 public:
  virtual ~ClientSocket() = default;

  // Sends until all is sent, or the server already answers: then false, and the rest is best not
  // sent.
  virtual Result<bool> send(std::string_view bytes) = 0;
  virtual Result<size_t> receive(char* data, size_t size) = 0;  // 0: the server closed
  virtual bool is_stale() const = 0;  // closed by the server, or holding bytes nobody asked for
  // From now on all must be over in so long (unavailable, "timeout"); 0: no limit.
  virtual void set_deadline(int64_t in_ms) = 0;
};

struct Dial {
  std::string host, port;
  int64_t timeout_ms = 30'000;  // each wait
  int64_t total_ms_max = 0;     // as set_deadline(), from the connecting on
  bool public_only = false;     // denied "private_address" (public_address.h)
};

// Names are looked up by the system's resolver, whose own time limit holds.
Result<std::unique_ptr<ClientSocket>> connect_tcp(const Dial& dial);
// TLS 1.2 or newer; the certificate must be one that the system trusts, for this host: denied,
// "bad_certificate". SSL_CERT_FILE of the environment names other roots.
Result<std::unique_ptr<ClientSocket>> connect_tls(const Dial& dial);

}  // namespace soleil

// Is an address one of the public internet? Everything else (loopback, private, link-local, shared,
// documentation, multicast; IANA's special-purpose registries, RFC 6890) could be a machine behind
// our own wall, which nobody outside may have us talk to. Pure.
#pragma once

struct sockaddr;

namespace soleil {

bool is_public_address(const sockaddr& address);

}  // namespace soleil

// Who really asks, when a reverse proxy stands in front: the last address in X-Forwarded-For that
// is not a trusted proxy's own. Only a trusted peer is believed; anybody else could write what they
// like. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace soleil {

// "127.0.0.1, ::1" -> addresses; blanks are dropped.
std::vector<std::string> address_list(std::string_view text);
// peer: the address of the connection. The result is `peer` when it is not trusted, when the header
// is missing, or when what it says is not an address.
std::string client_address(const std::string& peer, const Headers& headers,
                           const std::vector<std::string>& trusted_proxies);

}  // namespace soleil

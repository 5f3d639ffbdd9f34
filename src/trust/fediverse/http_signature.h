// Signed HTTP requests as the fediverse has them: draft-cavage-http-signatures-12, with the headers
// that Mastodon asks for (docs.joinmastodon.org/spec/security), and the Digest header of RFC 3230
// over the body. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "trust/fediverse/away.h"
#include "trust/fediverse/rsa_key.h"

namespace soleil {

// What came, as far as signatures look at it.
struct SignedRequest {
  std::string method;  // "POST"
  std::string target;  // path?query
  std::function<std::optional<std::string>(std::string_view name)> header;
  std::string_view body;
};

struct HttpSignature {
  std::string key_id;
  std::vector<std::string> covered;  // names, lower case, "(request-target)" among them
  std::string bytes;
};

// Adds Host, Date, Digest (of a body) and Signature. `key_id`: the address of the public key.
void sign_request(AwayRequest& request, const RsaKey& key, const std::string& key_id,
                  int64_t now_ms);

// What can be said without the key: that it is signed at all (draft, section 2.1), with
// rsa-sha256; that the signature covers the request's target, host, date and, with a body, its
// digest; that it was made for `host`, within `skew_ms` of now, and over this body. denied:
// "not_signed", "bad_signature_header", "not_covered", "other_host", "too_old", "bad_digest".
Result<HttpSignature> read_signature(const SignedRequest& request, const std::string& host,
                                     int64_t now_ms, int64_t skew_ms);

// The rest: denied, "bad_signature".
Result<void> check_signature(const HttpSignature& signature, const SignedRequest& request,
                             const std::string& public_pem);

}  // namespace soleil

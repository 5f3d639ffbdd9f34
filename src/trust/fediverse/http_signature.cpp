#include "trust/fediverse/http_signature.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "base/hash.h"
#include "base/http_date.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kTarget = "(request-target)";
constexpr size_t kHeaderBytesMax = 8 << 10;
constexpr size_t kCoveredMax = 20;

tl::unexpected<Error> denied(const char* reason, std::string what) {
  return fail(Code::denied, reason, std::move(what));
}

std::string digest_of(std::string_view body) {
  return "SHA-256=" + base64_encode(sha256(body));
}

// name="value", name=number, …: the parameters of a Signature header (draft, section 4.1). No value
// of theirs has a quote in it.
std::optional<std::map<std::string, std::string>> parameters_of(std::string_view text) {
  std::map<std::string, std::string> out;
  while (!(text = trim(text)).empty()) {
    const size_t equals = text.find('=');
    if (equals == text.npos) return std::nullopt;
    const std::string name(trim(text.substr(0, equals)));
    text.remove_prefix(equals + 1);
    const bool quoted = text.starts_with('"');
    if (quoted) text.remove_prefix(1);
    const size_t end = quoted ? text.find('"') : std::min(text.find(','), text.size());
    if (end == text.npos || !out.emplace(name, text.substr(0, end)).second) return std::nullopt;
    text = trim(text.substr(std::min(end + (quoted ? 1 : 0), text.size())));
    if (text.empty()) break;
    if (!text.starts_with(',')) return std::nullopt;
    text.remove_prefix(1);
  }
  return out;
}

// The text that is signed (draft, section 2.3). nullopt: a header that is covered is not there.
std::optional<std::string> signed_text(const std::vector<std::string>& covered,
                                       const SignedRequest& request) {
  std::string out;
  for (const std::string& name : covered) {
    if (!out.empty()) out += '\n';
    if (name == kTarget) {
      out += name + ": " + to_lower_ascii(request.method) + " " + request.target;
      continue;
    }
    const auto value = request.header(name);
    if (!value) return std::nullopt;
    out += name + ": " + std::string(trim(*value));
  }
  return out;
}

bool covers(const HttpSignature& signature, std::string_view name) {
  return std::find(signature.covered.begin(), signature.covered.end(), name) !=
         signature.covered.end();
}

Result<HttpSignature> parse_header(const std::string& header) {
  const auto found = header.size() <= kHeaderBytesMax ? parameters_of(header) : std::nullopt;
  const auto parameter = [&](const char* name) {
    return found && found->contains(name) ? found->at(name) : std::string();
  };
  const std::string algorithm = parameter("algorithm"), names = parameter("headers");
  HttpSignature out;
  out.key_id = parameter("keyId");
  out.bytes = base64_decode(parameter("signature")).value_or("");
  for (const std::string_view name : split(names, ' '))
    if (!name.empty()) out.covered.push_back(to_lower_ascii(name));
  const bool is_rsa = algorithm.empty() || algorithm == "rsa-sha256" || algorithm == "hs2019";
  if (out.key_id.empty() || out.bytes.empty() || !is_rsa || out.covered.size() > kCoveredMax)
    return denied("bad_signature_header", "The Signature header is not one, or not rsa-sha256.");
  return out;
}

// "SHA-256=…", perhaps among others.
bool digest_fits(const std::string& header, std::string_view body) {
  for (const std::string_view part : split(header, ',')) {
    const std::string_view one = trim(part);
    const size_t equals = one.find('=');
    if (equals == one.npos || to_lower_ascii(one.substr(0, equals)) != "sha-256") continue;
    return one.substr(equals + 1) == base64_encode(sha256(body));
  }
  return false;
}

}  // namespace

void sign_request(AwayRequest& request, const RsaKey& key, const std::string& key_id,
                  int64_t now_ms) {
  std::vector<std::string> covered = {std::string(kTarget), "host", "date"};
  request.headers.emplace_back("Host", request.to.host);
  request.headers.emplace_back("Date", http_date(now_ms));
  if (request.is_post) {
    request.headers.emplace_back("Digest", digest_of(request.body));
    covered.emplace_back("digest");
  }
  const auto header = [&](std::string_view name) -> std::optional<std::string> {
    for (const auto& [known, value] : request.headers)
      if (to_lower_ascii(known) == name) return value;
    return std::nullopt;
  };
  const SignedRequest made{request.is_post ? "POST" : "GET", request.to.path, header, request.body};
  std::string names;
  for (const std::string& name : covered) names += (names.empty() ? "" : " ") + name;
  request.headers.emplace_back(
      "Signature", "keyId=\"" + key_id + "\",algorithm=\"rsa-sha256\",headers=\"" + names +
                       "\",signature=\"" + base64_encode(key.sign(*signed_text(covered, made))) +
                       "\"");
}

Result<HttpSignature> read_signature(const SignedRequest& request, const std::string& host,
                                     int64_t now_ms, int64_t skew_ms) {
  const auto header = request.header("signature");
  if (!header) return denied("not_signed", "What is posted here must be signed.");
  HttpSignature out = SOLEIL_TRY(parse_header(*header));
  const bool has_body = request.method == "POST";
  if (!covers(out, kTarget) || !covers(out, "host") || !covers(out, "date") ||
      (has_body && !covers(out, "digest")))
    return denied("not_covered", "The signature must cover (request-target), host, date, digest.");
  if (to_lower_ascii(request.header("host").value_or("")) != host)
    return denied("other_host", "This was signed for another host.");
  const auto made_ms = parse_http_date(request.header("date").value_or(""));
  if (!made_ms || std::llabs(now_ms - *made_ms) > skew_ms)
    return denied("too_old", "The Date is too far from now: " + http_date(now_ms) + ".");
  if (has_body && !digest_fits(request.header("digest").value_or(""), request.body))
    return denied("bad_digest", "The Digest is not that of the body.");
  return out;
}

Result<void> check_signature(const HttpSignature& signature, const SignedRequest& request,
                             const std::string& public_pem) {
  const auto text = signed_text(signature.covered, request);
  if (text && rsa_made(public_pem, *text, signature.bytes)) return {};
  return denied("bad_signature", "The signature is not that key's over this request.");
}

}  // namespace soleil

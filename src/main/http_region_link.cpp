#include "main/http_region_link.h"

#include "base/json.h"
#include "residency/region_pass.h"

namespace soleil {
namespace {

constexpr int64_t kTimeoutMs = 10'000;
constexpr const char* kArrivals = "/api/v1/regions/arrivals";

tl::unexpected<Error> unreachable(const Region& region, const std::string& why) {
  return fail(Code::unavailable, "region_unreachable",
              region.name + " can't be reached now (" + why + "). Try again in a moment.");
}

// The other region's own refusal, as it told it.
tl::unexpected<Error> refusal_of(const Region& region, const ClientResponse& response) {
  const auto body = parse_json_object(response.body);
  const auto* error = body ? body->if_contains("error") : nullptr;
  if (response.status >= 500 || !error || !error->is_object())
    return unreachable(region, "status " + std::to_string(response.status));
  const auto& said = error->get_object();
  const Code code = response.status == 404   ? Code::not_found
                    : response.status == 409 ? Code::conflict
                    : response.status == 400 ? Code::invalid
                                             : Code::denied;
  return fail(code, string_field(said, "reason").value_or("refused"),
              string_field(said, "message").value_or("The other region refused it."));
}

}  // namespace

ClientRequest HttpRegionLink::request(Method method, const std::string& target,
                                      std::string body) const {
  const int64_t now = clock_.now_ms();
  ClientRequest out{method, target, {}, std::move(body)};
  out.headers.set("Authorization",
                  region_pass(keys_, here_.id, {method_name(method), target, out.body}, now));
  return out;
}

Result<void> HttpRegionLink::fetch(const Region& from, const PublicAsk& what,
                                   const OnBytes& on_bytes) {
  auto client = SOLEIL_TRY(HttpClient::open(from.inside, kTimeoutMs));
  std::string kept;  // of a refusal
  bool first = true, good = true;
  const auto response =
      client->stream(request(Method::get, what.target(), ""), [&](std::string_view bytes) {
        // The status is told at the end only; a refusal is a small JSON object, media never is.
        if (first) good = !bytes.starts_with("{\"error\":");
        first = false;
        if (good) return on_bytes(bytes);
        kept += bytes.substr(0, 4'096);
        return kept.size() < 65'536;
      });
  if (!response) return unreachable(from, response.error().reason);
  if (response->status == 200 && good) return {};
  ClientResponse refused = *response;
  refused.body = kept;
  return refusal_of(from, refused);
}

Result<std::string> HttpRegionLink::deliver(const Region& to, const Sealed& what) {
  auto client = SOLEIL_TRY(HttpClient::open(to.inside, kTimeoutMs));
  ClientRequest asked = request(Method::post, kArrivals, what.bytes());
  asked.headers.set("Content-Type", "application/octet-stream");
  const auto response = client->send(asked);
  if (!response) return unreachable(to, response.error().reason);
  if (response->status == 200) return response->body;
  return refusal_of(to, *response);
}

}  // namespace soleil

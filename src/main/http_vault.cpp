#include "main/http_vault.h"

#include "base/json.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr int64_t kTimeoutMs = 20'000;
constexpr size_t kObjectBytesMax = 32 << 20;

class HttpVault final : public Vault {
 public:
  HttpVault(std::string url, std::string region, const RegionKeys& keys, const Clock& clock)
      : url_(std::move(url)), region_(std::move(region)), keys_(keys), clock_(clock) {}

  Result<std::string> put(const std::string& name, const std::string& bytes) override {
    const auto answer = SOLEIL_TRY(ask(Method::put, "/" + name, bytes));
    return string_field(SOLEIL_TRY(parse_json_object(answer)), "sha256");
  }
  Result<std::string> get(const std::string& name) override {
    return ask(Method::get, "/" + name, "");
  }
  Result<std::vector<std::string>> list(const std::string& prefix) override {
    const auto answer =
        SOLEIL_TRY(parse_json_object(SOLEIL_TRY(ask(Method::get, "?list=" + prefix, ""))));
    std::vector<std::string> out;
    const auto* names = answer.if_contains("names");
    if (names && names->is_array())
      for (const json::value& name : names->get_array())
        if (name.is_string()) out.emplace_back(name.get_string());
    return out;
  }
  Result<void> remove(const std::string& name) override {
    SOLEIL_TRY(ask(Method::del, "/" + name, ""));
    return {};
  }

 private:
  Result<std::string> ask(Method method, const std::string& what, const std::string& body) {
    if (!client_) client_ = SOLEIL_TRY(HttpClient::open(url_, kTimeoutMs, kObjectBytesMax));
    const std::string target = "/vault/" + region_ + what;
    ClientRequest request{method, target, {}, body};
    request.headers.set(
        "Authorization",
        region_pass(keys_, region_, {method_name(method), target, body}, clock_.now_ms()));
    auto response = client_->send(request);
    if (!response) {
      client_.reset();
      return tl::unexpected<Error>(response.error());
    }
    if (response->status == 404) return fail(Code::not_found, "no_object", "It is not there.");
    if (response->status / 100 == 2) return std::move(response->body);
    return fail(Code::unavailable, "vault_refused",
                "The vault answered " + std::to_string(response->status) + ": " +
                    response->body.substr(0, 200));
  }

  const std::string url_, region_;
  const RegionKeys& keys_;
  const Clock& clock_;
  std::unique_ptr<HttpClient> client_;
};

Response plain(std::string bytes) {
  return Response::text(200, std::move(bytes), "application/octet-stream");
}

// The region asks for its own part, or for nothing.
Result<Vault*> part_of(VaultDesk& desk, const Request& request) {
  const Region* const region = SOLEIL_TRY(check_region_pass(
      desk.deployment, request.headers.get("Authorization"),
      {method_name(request.method), request.target, request.body}, desk.clock.now_ms()));
  const auto at = desk.vaults.find(region->id);
  if (at != desk.vaults.end() && request.parameters.at(0) == region->id) return at->second.get();
  return fail(Code::denied, "not_your_vault", "A region reaches its own backup only.");
}

Result<Response> keep(VaultDesk& desk, const Request& request) {
  Vault* const vault = SOLEIL_TRY(part_of(desk, request));
  const auto sha256 = SOLEIL_TRY(vault->put(request.parameters.at(1), request.body));
  return Response::json(200, json::serialize(json::object{{"sha256", sha256}}));
}

Result<Response> give(VaultDesk& desk, const Request& request) {
  return plain(SOLEIL_TRY(SOLEIL_TRY(part_of(desk, request))->get(request.parameters.at(1))));
}

Result<Response> drop(VaultDesk& desk, const Request& request) {
  SOLEIL_TRY(SOLEIL_TRY(part_of(desk, request))->remove(request.parameters.at(1)));
  return Response::empty(204);
}

Result<Response> list(VaultDesk& desk, const Request& request) {
  Vault* const vault = SOLEIL_TRY(part_of(desk, request));
  json::array names;
  const auto found = SOLEIL_TRY(vault->list(request.query_value("list").value_or("")));
  for (const std::string& name : found) names.emplace_back(name);
  return Response::json(200, json::serialize(json::object{{"names", std::move(names)}}));
}

}  // namespace

std::unique_ptr<Vault> make_http_vault(std::string url, std::string region, const RegionKeys& keys,
                                       const Clock& clock) {
  return std::make_unique<HttpVault>(std::move(url), std::move(region), keys, clock);
}

Result<std::unique_ptr<Vault>> open_vault(const std::string& url, const std::string& region,
                                          const RegionKeys& keys, const Clock& clock) {
  if (url.starts_with("http://")) return make_http_vault(url, region, keys, clock);
  if (url.starts_with("file:///")) return open_folder_vault(url.substr(7) + "/" + region);
  return fail(
      Code::invalid, "bad_vault_url",
      "A vault is http://… of `soleil backup serve`, or file:///folder; not '" + url + "'.");
}

std::vector<Route> vault_routes(VaultDesk& desk) {
  using Handle = Result<Response> (*)(VaultDesk&, const Request&);
  const auto route = [&desk](Method method, std::string pattern, Handle handle) {
    return Route{method,
                 std::move(pattern),
                 [&desk, handle](const Request& request) {
                   auto done = handle(desk, request);
                   return done ? std::move(*done) : error_response(done.error());
                 },
                 {},
                 &desk.pool,
                 kObjectBytesMax};
  };
  return {route(Method::put, "/vault/{region}/{name*}", keep),
          route(Method::get, "/vault/{region}/{name*}", give),
          route(Method::del, "/vault/{region}/{name*}", drop),
          route(Method::get, "/vault/{region}", list)};
}

}  // namespace soleil

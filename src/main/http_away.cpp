#include "main/http_away.h"

#include "net/client.h"

namespace soleil {

Result<AwayAnswer> HttpAway::ask(const AwayRequest& request) {
  const WebAddress& to = request.to;
  const ClientLimits limits{.timeout_ms = limits_.away_ms_max / 2,
                            .total_ms_max = limits_.away_ms_max,
                            .body_bytes_max = limits_.actor_bytes_max,
                            .public_only = !rules_.allows(to.host)};
  const auto client = SOLEIL_TRY(HttpClient::open(to.scheme + "://" + to.host, limits));
  ClientRequest asked{request.is_post ? Method::post : Method::get, to.path, {}, request.body};
  asked.headers.set("User-Agent", says_it_is_);
  asked.headers.set("Connection", "close");
  for (const auto& [name, value] : request.headers) asked.headers.set(name, value);
  ClientResponse response = SOLEIL_TRY(client->send(asked));
  return AwayAnswer{response.status, std::move(response.body)};
}

}  // namespace soleil

// The trust centre's account for other servers of the fediverse (docs/fediverse.md): WebFinger, the
// actor, its inbox, its outbox, how many follow, and each answer to a rumour as a Note. Without a
// public address all of it is 404, and GET /api/v1/trust/account says why.
#pragma once

#include <string>
#include <vector>

#include "base/pool.h"
#include "net/server.h"
#include "trust/fediverse/fediverse.h"

namespace soleil {

struct FediverseApi {
  Fediverse* account = nullptr;  // null: there is none
  std::string why_not;           // then: "no_public_url", "not_https", "off"
  const Statements& statements;
  FediverseLimits limits;
  Pool& pool;        // for what the database answers
  Pool& inbox_pool;  // for what may have to ask other servers
};

// `api` outlives the server.
std::vector<Route> fediverse_routes(const FediverseApi& api);

// Does the request ask for ActivityPub's JSON rather than for a page (ActivityPub section 3.2)?
bool wants_activity(const Request& request);

}  // namespace soleil

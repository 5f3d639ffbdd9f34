// The trust centre's side of the server: claims and answers to rumours go into the log `policy`
// here; visitors read them there (/ledger/policy), and their browsers do the checking. What this
// gives beside: the answers as Atom, and pages whose links unfurl.
#pragma once

#include <string>
#include <vector>

#include "api/identify.h"
#include "api/web_pages.h"
#include "base/pool.h"
#include "net/server.h"
#include "trust/statements.h"

namespace soleil {

struct TrustApi {
  Statements& statements;
  const Identify& identify;
  const WebPages& pages;
  SiteInfo site;
  Pool& pool;
};

// GET /trust, /trust/rumours/{id}, /rumours.atom; for administrators GET and POST
// /api/v1/admin/claims, /api/v1/admin/rumours. `api` outlives the server.
std::vector<Route> trust_routes(const TrustApi& api);

}  // namespace soleil

// tus 1.0.0 over Uploads (https://tus.io/protocols/resumable-upload). Any origin may use it with a
// bearer token; cookies stay with ours.
#pragma once

#include <vector>

#include "api/identify.h"
#include "base/pool.h"
#include "ingest/uploads.h"
#include "net/server.h"

namespace soleil {

std::vector<Route> tus_routes(Uploads& uploads, const Catalog& catalog, const CatalogLimits& limits,
                              const Identify& identify, Pool& pool);

}  // namespace soleil

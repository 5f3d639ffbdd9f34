// /ledger/…: the public logs as c2sp.org/tlog-tiles has them hosted (docs/ledger.md), and the
// policy that says whom to believe. Read-only and the same for everybody, so any site may read
// them.
#pragma once

#include <vector>

#include "ledger/ledger_folder.h"
#include "net/server.h"

namespace soleil {

// GET /ledger/trust-policy and /ledger/<log>/checkpoint, log.vkey, tile/…
std::vector<Route> ledger_routes(const LedgerFolder& folder);

}  // namespace soleil

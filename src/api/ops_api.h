// /api/v1/hello, /healthz (the process answers), /readyz (what it needs answers; 503 names what
// does not), /metrics (Prometheus text).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "base/pool.h"
#include "base/result.h"
#include "net/server.h"

namespace soleil {

struct ReadinessCheck {
  std::string name;  // "database"
  std::function<Result<void>()> run;
};

struct Hello {  // what a client may know before anything else
  std::string name, region, sign_up;
  bool demo = false;
  std::string release;  // SHA-256 of the program that runs, as the log `release` has it
};

std::vector<Route> ops_routes(const Hello& hello, Metrics& metrics,
                              std::vector<ReadinessCheck> checks, Pool& pool);

}  // namespace soleil

// The trust centre's account on the fediverse as the server runs it, or why there is none.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/fediverse_api.h"
#include "main/data_folder.h"
#include "main/http_away.h"

namespace soleil {

struct FediverseSettings {
  bool on = true;
  std::string public_url;  // as configured; "": none is
  std::string site;        // its name
  std::string allowed;     // hosts that may be asked over http, and where they are: for tests
  FediverseLimits limits;
};

class FediverseRunner {
 public:
  struct Needs {  // all outlive it
    const DataFolder& data;
    Database& database;
    const Ledger& ledger;
    const Statements& statements;
    const Clock& clock;
    IdMaker& ids;
    Log& log;
    Metrics& metrics;
    Pool& pool;
  };
  static Result<std::unique_ptr<FediverseRunner>> open(const FediverseSettings& settings,
                                                       const Needs& needs);
  std::vector<Route> routes() const { return fediverse_routes(api_); }
  void start();
  void stop();  // after the HTTP server

 private:
  FediverseRunner(const FediverseSettings& settings, const Needs& needs);
  Result<void> begin(const FediverseSettings& settings, const Needs& needs);

  const AwayRules rules_;
  HttpAway away_;
  Pool inbox_pool_;
  std::unique_ptr<Fediverse> account_;
  FediverseApi api_;
};

}  // namespace soleil

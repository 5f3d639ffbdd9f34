// The register of requests as the server runs it: over the log `legal` that it keeps open, with the
// console's interface and the public reports.
#pragma once

#include <memory>
#include <vector>

#include "api/register_api.h"
#include "api/transparency_api.h"
#include "ledger/ledger.h"

namespace soleil {

class RegisterParts {
 public:
  // All outlive it.
  static Result<std::unique_ptr<RegisterParts>> open(Database& database, Ledger& ledger,
                                                     Random& random, IdMaker& ids,
                                                     const ApiParts& api, TransparencySite site);
  std::vector<Route> routes();
  Result<void> run_clock();  // finishes what was interrupted, opens the seals that are due

 private:
  RegisterParts(Database& database, Ledger& ledger, Random& random, IdMaker& ids,
                const ApiParts& api, TransparencySite site, std::string origin);
  RequestRegister book_;
  RegisterApiParts console_;
  TransparencyApi reports_;
};

}  // namespace soleil

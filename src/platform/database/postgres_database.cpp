#include "platform/database/adapter_transaction.h"

namespace soleil {

Result<std::unique_ptr<Database>> open_postgres(const std::string&, const DatabaseLimits&) {
  return fail(Code::unavailable, "no_postgres", "This build has no PostgreSQL adapter yet.");
}

}  // namespace soleil

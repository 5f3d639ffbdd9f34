// For adapters only: what every adapter's transaction has in common. The first statement that fails
// ends the transaction: later ones give the same error and the whole is rolled back even if the
// body goes on to return success. PostgreSQL works so by nature; SQLite is made to, so that a body
// cannot come to depend on one of them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "platform/database/database.h"

namespace soleil {

class AdapterTransaction : public Transaction {
 public:
  Result<Rows> query(std::string_view sql, std::vector<SqlValue> parameters = {}) final;
  Result<int64_t> run(std::string_view sql, std::vector<SqlValue> parameters = {}) final;
  const std::optional<Error>& error() const { return error_; }

 protected:
  struct Outcome {
    Rows rows;
    int64_t changed = 0;
  };
  virtual Result<Outcome> execute(std::string_view sql,
                                  const std::vector<SqlValue>& parameters) = 0;

 private:
  Result<Outcome> execute_once(std::string_view sql, const std::vector<SqlValue>& parameters);
  std::optional<Error> error_;
};

// The body's verdict, or the first failed statement's when the body passed over it.
Result<void> run_body(AdapterTransaction& tx,
                      const std::function<Result<void>(Transaction&)>& body);

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path,
                                              const DatabaseLimits& limits);
Result<std::unique_ptr<Database>> open_postgres(const std::string& url,
                                                const DatabaseLimits& limits);

}  // namespace soleil

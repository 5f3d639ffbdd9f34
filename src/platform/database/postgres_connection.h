// For the PostgreSQL adapter only: one connection with its prepared statements. Used by one thread
// at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/database/adapter_transaction.h"

struct pg_conn;
struct pg_result;

namespace soleil {

struct PostgresResult;  // owns a pg_result

class PostgresConnection {
 public:
  static Result<std::unique_ptr<PostgresConnection>> open(const std::string& url,
                                                          int64_t wait_ms_max);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  // BEGIN, the body, then COMMIT or ROLLBACK.
  Result<void> transact(const char* begin, const std::function<Result<void>(Transaction&)>& body);
  bool is_lost() const;                          // of no more use
  bool has_begun() const { return has_begun_; }  // the last transact() got beyond BEGIN

 private:
  friend class PostgresTransaction;
  explicit PostgresConnection(pg_conn* handle) : handle_(handle) {}
  Result<void> command(const std::string& sql);
  Result<const char*> prepare(std::string_view sql, const std::string& types);
  tl::unexpected<Error> error_of(const pg_result* result) const;
  void roll_back();

  pg_conn* handle_;
  bool has_begun_ = false;
  std::unordered_map<std::string, std::string> statements_;  // SQL and types -> name
};

// The reason of an error after which the same transaction may succeed when run again.
constexpr std::string_view kSerialization = "serialization";

}  // namespace soleil

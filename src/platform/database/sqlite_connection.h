// For the SQLite adapter only: one connection with its prepared statements. Used by one thread at a
// time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/database/adapter_transaction.h"

struct sqlite3;
struct sqlite3_stmt;

namespace soleil {

enum class SqliteAccess { read, write };

class SqliteConnection {
 public:
  static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path,
                                                        SqliteAccess access, int64_t wait_ms_max);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  Result<void> execute_script(const char* sql);
  Result<void> set_query_only(bool on);
  // BEGIN, the body, then COMMIT or ROLLBACK.
  Result<void> transact(const char* begin, const std::function<Result<void>(Transaction&)>& body);

  // For SqlitePages: a read transaction that outlives a call.
  Result<void> begin_read();
  void end_read();
  Result<int64_t> number(const std::string& sql);       // one row, one column
  Result<std::map<std::string, int64_t>> count_rows();  // of every table

 private:
  friend class SqliteTransaction;
  explicit SqliteConnection(sqlite3* handle) : handle_(handle) {}
  Result<sqlite3_stmt*> prepare(std::string_view sql);
  tl::unexpected<Error> last_error() const;
  void roll_back();

  sqlite3* handle_;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

}  // namespace soleil

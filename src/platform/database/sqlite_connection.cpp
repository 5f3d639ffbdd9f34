#include "platform/database/sqlite_connection.h"

#include <sqlite3.h>

namespace soleil {

namespace {

constexpr size_t kStatementsMax = 256;  // a connection's prepared statements; then it starts afresh

Error error_of(int extended, const char* message) {
  const std::string what = std::string("SQLite: ") + message + ".";
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return {Code::conflict, "unique", what};
  }
  switch (extended & 0xff) {
    case SQLITE_CONSTRAINT:
      return {Code::conflict, "constraint", what};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Code::overloaded, "database_busy", what + " Try again."};
    case SQLITE_FULL:
      return {Code::unavailable, "disk_full", what + " Free some space."};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
      return {Code::unavailable, "database_unavailable", what};
    case SQLITE_TOOBIG:
      return {Code::too_large, "value_too_large", what};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Code::corrupt, "database_corrupt", what};
  }
  return {Code::corrupt, "sql", what};  // the statement and the schema do not agree: a bug
}

int bind(sqlite3_stmt* statement, int index, const SqlValue& value) {
  if (auto* number = std::get_if<int64_t>(&value))
    return sqlite3_bind_int64(statement, index, *number);
  if (auto* number = std::get_if<double>(&value))
    return sqlite3_bind_double(statement, index, *number);
  if (auto* text = std::get_if<std::string>(&value))
    return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  if (auto* bytes = std::get_if<Bytes>(&value))
    return sqlite3_bind_blob64(statement, index, bytes->data.data(), bytes->data.size(),
                               SQLITE_STATIC);
  return sqlite3_bind_null(statement, index);
}

SqlValue column(sqlite3_stmt* statement, int index) {
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(statement, index);
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, index);
    case SQLITE_NULL:
      return std::monostate{};
  }
  const bool is_text = sqlite3_column_type(statement, index) == SQLITE_TEXT;
  const void* data = sqlite3_column_blob(statement, index);
  const auto size = static_cast<size_t>(sqlite3_column_bytes(statement, index));
  std::string copy = data ? std::string(static_cast<const char*>(data), size) : std::string();
  if (is_text) return copy;
  return Bytes{std::move(copy)};
}

Row row_of(sqlite3_stmt* statement) {
  std::vector<SqlValue> values;
  const int columns = sqlite3_column_count(statement);
  values.reserve(static_cast<size_t>(columns));
  for (int i = 0; i < columns; ++i) values.push_back(column(statement, i));
  return Row(std::move(values));
}

struct ResetAtEnd {  // a statement left open would hold its snapshot and its parameters
  sqlite3_stmt* statement;
  ~ResetAtEnd() {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  }
};

}  // namespace

class SqliteTransaction final : public AdapterTransaction {
 public:
  explicit SqliteTransaction(SqliteConnection& connection) : connection_(connection) {}

 protected:
  Result<Outcome> execute(std::string_view sql, const std::vector<SqlValue>& parameters) override {
    sqlite3_stmt* statement = SOLEIL_TRY(connection_.prepare(sql));
    ResetAtEnd reset{statement};
    SOLEIL_TRY(bind_all(statement, parameters));
    const int64_t before = sqlite3_total_changes64(connection_.handle_);
    Outcome outcome;
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
      if (outcome.rows.size() == kRowsMax)
        return fail(Code::too_large, "too_many_rows", "A query found more rows than it may.");
      outcome.rows.push_back(row_of(statement));
    }
    if (status != SQLITE_DONE) return connection_.last_error();
    if (sqlite3_total_changes64(connection_.handle_) != before)
      outcome.changed = sqlite3_changes64(connection_.handle_);
    return outcome;
  }

 private:
  Result<void> bind_all(sqlite3_stmt* statement, const std::vector<SqlValue>& parameters) {
    if (sqlite3_bind_parameter_count(statement) != static_cast<int>(parameters.size()))
      return fail(Code::corrupt, "sql", "A statement's placeholders and values differ in number.");
    for (size_t i = 0; i < parameters.size(); ++i) {
      // SQLite takes $1 for a name, numbered by first appearance: bind by that name.
      const std::string name = "$" + std::to_string(i + 1);
      const int index = sqlite3_bind_parameter_index(statement, name.c_str());
      if (index == 0) return fail(Code::corrupt, "sql", "A statement has no " + name + ".");
      if (bind(statement, index, parameters[i]) != SQLITE_OK) return connection_.last_error();
    }
    return {};
  }

  SqliteConnection& connection_;
};

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path,
                                                                 SqliteAccess access,
                                                                 int64_t wait_ms_max) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int status = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  if (!handle) return fail(Code::unavailable, "database_unavailable", "SQLite: out of memory.");
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(handle));
  if (status != SQLITE_OK) return connection->last_error();
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, static_cast<int>(wait_ms_max));
  // FULL: with WAL, NORMAL would lose the last commits on a power cut, and an answer has been given
  // for them.
  SOLEIL_TRY(connection->execute_script(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
      "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON"));
  if (access == SqliteAccess::read) SOLEIL_TRY(connection->set_query_only(true));
  return connection;
}

SqliteConnection::~SqliteConnection() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

tl::unexpected<Error> SqliteConnection::last_error() const {
  return tl::unexpected<Error>(
      error_of(sqlite3_extended_errcode(handle_), sqlite3_errmsg(handle_)));
}

Result<void> SqliteConnection::execute_script(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return last_error();
  return {};
}

Result<void> SqliteConnection::begin_read() {
  return execute_script("BEGIN; SELECT 1 FROM sqlite_master LIMIT 1");
}

void SqliteConnection::end_read() {
  roll_back();
}

Result<int64_t> SqliteConnection::number(const std::string& sql) {
  sqlite3_stmt* statement = SOLEIL_TRY(prepare(sql));
  ResetAtEnd reset{statement};
  if (sqlite3_step(statement) != SQLITE_ROW) return last_error();
  return sqlite3_column_int64(statement, 0);
}

Result<std::map<std::string, int64_t>> SqliteConnection::count_rows() {
  std::map<std::string, int64_t> out;
  {
    sqlite3_stmt* tables =
        SOLEIL_TRY(prepare("SELECT name FROM sqlite_master WHERE type = 'table'"));
    ResetAtEnd reset{tables};
    while (sqlite3_step(tables) == SQLITE_ROW)
      out[reinterpret_cast<const char*>(sqlite3_column_text(tables, 0))] = 0;
  }
  for (auto& [table, rows] : out)
    rows = SOLEIL_TRY(number("SELECT count(*) FROM \"" + table + "\""));
  return out;
}

Result<void> SqliteConnection::set_query_only(bool on) {
  return execute_script(on ? "PRAGMA query_only=ON" : "PRAGMA query_only=OFF");
}

Result<sqlite3_stmt*> SqliteConnection::prepare(std::string_view sql) {
  std::string key(sql);
  if (auto found = statements_.find(key); found != statements_.end()) return found->second;
  if (statements_.size() == kStatementsMax) {
    for (auto& [text, statement] : statements_) sqlite3_finalize(statement);
    statements_.clear();
  }
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  if (sqlite3_prepare_v3(handle_, key.c_str(), static_cast<int>(key.size()) + 1,
                         SQLITE_PREPARE_PERSISTENT, &statement, &tail) != SQLITE_OK)
    return last_error();
  if (!statement || std::string_view(tail).find_first_not_of(" \n\t;") != std::string::npos) {
    sqlite3_finalize(statement);
    return fail(Code::corrupt, "sql", "A query must be exactly one statement.");
  }
  statements_.emplace(std::move(key), statement);
  return statement;
}

void SqliteConnection::roll_back() {
  if (!sqlite3_get_autocommit(handle_)) (void)execute_script("ROLLBACK");
}

Result<void> SqliteConnection::transact(const char* begin,
                                        const std::function<Result<void>(Transaction&)>& body) {
  struct RollBackAtEnd {  // also when the body throws (a test's assertion)
    SqliteConnection& connection;
    ~RollBackAtEnd() { connection.roll_back(); }
  };
  SOLEIL_TRY(execute_script(begin));
  RollBackAtEnd guard{*this};
  SqliteTransaction tx(*this);
  SOLEIL_TRY(run_body(tx, body));
  return execute_script("COMMIT");
}

}  // namespace soleil

#include "platform/database/postgres_connection.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace soleil {

namespace {

constexpr size_t kStatementsMax = 256;  // a connection's prepared statements; then it starts afresh

// PostgreSQL's numbers for its types (pg_type.oid): fixed for ever.
enum Oid_ : Oid {
  kBool = 16,
  kBytea = 17,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kText = 25,
  kFloat4 = 700,
  kFloat8 = 701,
  kNumeric = 1700,
};

Error error_for(std::string_view state, std::string_view message) {
  const std::string what = "PostgreSQL: " + std::string(message) + ".";
  const std::string_view group = state.substr(0, 2);
  if (state == "23505") return {Code::conflict, "unique", what};
  if (group == "23") return {Code::conflict, "constraint", what};
  if (group == "40" || state == "0A000")  // 0A000: a cached plan no longer fits after a migration
    return {Code::overloaded, std::string(kSerialization), what + " Try again."};
  if (state == "55P03" || state == "57014" || state == "53300")
    return {Code::overloaded, "database_busy", what + " Try again."};
  if (state == "53100") return {Code::unavailable, "disk_full", what + " Free some space."};
  if (state == "08P01") return {Code::corrupt, "sql", what};  // placeholders and values differ
  if (state.empty() || group == "08" || group == "53" || group == "57" || group == "58")
    return {Code::unavailable, "database_unavailable", what};
  if (state == "22021" || state == "22P05") return {Code::invalid, "bad_text", what};
  if (group == "54") return {Code::too_large, "value_too_large", what};
  if (group == "XX") return {Code::corrupt, "database_corrupt", what};
  return {Code::corrupt, "sql", what};  // the statement and the schema do not agree: a bug
}

double to_double(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

SqlValue value_at(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column)) return std::monostate{};
  const std::string_view text(PQgetvalue(result, row, column),
                              static_cast<size_t>(PQgetlength(result, row, column)));
  switch (PQftype(result, column)) {
    case kBool:
      return int64_t{text == "t"};
    case kInt2:
    case kInt4:
    case kInt8:
      return parse_int(text).value_or(0);
    case kFloat4:
    case kFloat8:
      return to_double(text);
    case kNumeric:  // a SUM of BIGINT
      if (auto whole = parse_int(text)) return *whole;
      return to_double(text);
    case kBytea:
      return Bytes{hex_decode(text.substr(2)).value_or("")};  // "\x…"
  }
  return std::string(text);
}

// What libpq wants to know of the values: their types, texts, lengths and formats.
struct Parameters {
  explicit Parameters(const std::vector<SqlValue>& values) {
    texts.reserve(values.size());
    for (const SqlValue& value : values) add(value);
  }

  void add(const SqlValue& value) {
    if (auto* number = std::get_if<int64_t>(&value)) {
      add_text(kInt8, std::to_string(*number));
    } else if (auto* real = std::get_if<double>(&value)) {
      std::array<char, 40> digits;
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *real).ptr;
      add_text(kFloat8, std::string(digits.data(), end));
    } else if (auto* text = std::get_if<std::string>(&value)) {
      push(kText, text->c_str(), text->size(), 0);
    } else if (auto* bytes = std::get_if<Bytes>(&value)) {
      push(kBytea, bytes->data.data(), bytes->data.size(), 1);
    } else {
      push(0, nullptr, 0, 0);
    }
  }

  void add_text(Oid type, std::string text) {
    texts.push_back(std::move(text));
    push(type, texts.back().c_str(), texts.back().size(), 0);
  }

  void push(Oid type, const char* data, size_t size, int format) {
    types.push_back(type);
    pointers.push_back(data);
    lengths.push_back(static_cast<int>(size));
    formats.push_back(format);
  }

  std::string types_key() const {
    return {reinterpret_cast<const char*>(types.data()), types.size() * sizeof(Oid)};
  }

  std::vector<std::string> texts;
  std::vector<Oid> types;
  std::vector<const char*> pointers;
  std::vector<int> lengths, formats;
};

}  // namespace

struct PostgresResult {
  explicit PostgresResult(PGresult* result) : result(result) {}
  ~PostgresResult() { PQclear(result); }
  PostgresResult(const PostgresResult&) = delete;
  PostgresResult& operator=(const PostgresResult&) = delete;
  bool is_ok() const {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
  }
  PGresult* result;
};

class PostgresTransaction final : public AdapterTransaction {
 public:
  explicit PostgresTransaction(PostgresConnection& connection) : connection_(connection) {}

 protected:
  Result<Outcome> execute(std::string_view sql, const std::vector<SqlValue>& values) override {
    const Parameters parameters(values);
    const char* name = SOLEIL_TRY(connection_.prepare(sql, parameters.types_key()));
    const PostgresResult done(PQexecPrepared(
        connection_.handle_, name, static_cast<int>(values.size()), parameters.pointers.data(),
        parameters.lengths.data(), parameters.formats.data(), 0));
    if (!done.is_ok()) return connection_.error_of(done.result);
    return outcome_of(done.result);
  }

 private:
  static Result<Outcome> outcome_of(PGresult* result) {
    const int rows = PQntuples(result), columns = PQnfields(result);
    if (rows > static_cast<int>(kRowsMax))
      return fail(Code::too_large, "too_many_rows", "A query found more rows than it may.");
    Outcome outcome;
    outcome.rows.reserve(static_cast<size_t>(rows));
    for (int row = 0; row < rows; ++row) {
      std::vector<SqlValue> values;
      for (int column = 0; column < columns; ++column)
        values.push_back(value_at(result, row, column));
      outcome.rows.emplace_back(std::move(values));
    }
    if (!std::string_view(PQcmdStatus(result)).starts_with("SELECT"))
      outcome.changed = parse_int(PQcmdTuples(result)).value_or(0);
    return outcome;
  }

  PostgresConnection& connection_;
};

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const std::string& url,
                                                                     int64_t wait_ms_max) {
  const std::string seconds = std::to_string(std::max<int64_t>(2, wait_ms_max / 1000));
  const std::array keywords{"dbname", "connect_timeout", "client_encoding",
                            "fallback_application_name", static_cast<const char*>(nullptr)};
  const std::array values{url.c_str(), seconds.c_str(), "UTF8", "soleil",
                          static_cast<const char*>(nullptr)};
  PGconn* handle = PQconnectdbParams(keywords.data(), values.data(), 1);
  std::unique_ptr<PostgresConnection> connection(new PostgresConnection(handle));
  if (PQstatus(handle) != CONNECTION_OK)
    return fail(Code::unavailable, "database_unavailable",
                "PostgreSQL does not answer: " + std::string(trim(PQerrorMessage(handle))));
  PQsetNoticeProcessor(
      handle, [](void*, const char*) {}, nullptr);
  const std::string wait = std::to_string(wait_ms_max);
  SOLEIL_TRY(connection->command("SET lock_timeout = " + wait));
  SOLEIL_TRY(connection->command("SET bytea_output = hex"));
  SOLEIL_TRY(connection->command("SET synchronous_commit = on"));
  return connection;
}

PostgresConnection::~PostgresConnection() {
  PQfinish(handle_);
}

bool PostgresConnection::is_lost() const {
  return PQstatus(handle_) != CONNECTION_OK || PQtransactionStatus(handle_) != PQTRANS_IDLE;
}

tl::unexpected<Error> PostgresConnection::error_of(const pg_result* result) const {
  // The primary message alone: the detail repeats values, which may be personal.
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return tl::unexpected<Error>(
      error_for(state ? state : "", message ? message : "the connection was lost"));
}

Result<void> PostgresConnection::command(const std::string& sql) {
  const PostgresResult done(PQexec(handle_, sql.c_str()));
  if (!done.is_ok()) return error_of(done.result);
  return {};
}

Result<const char*> PostgresConnection::prepare(std::string_view sql, const std::string& types) {
  std::string key = std::string(sql) + '\0' + types;
  if (auto found = statements_.find(key); found != statements_.end()) return found->second.c_str();
  if (statements_.size() == kStatementsMax) {
    SOLEIL_TRY(command("DEALLOCATE ALL"));
    statements_.clear();
  }
  std::string name = "s" + std::to_string(statements_.size());
  std::vector<Oid> oids(types.size() / sizeof(Oid));
  std::copy(types.begin(), types.end(), reinterpret_cast<char*>(oids.data()));
  const PostgresResult done(PQprepare(handle_, name.c_str(), std::string(sql).c_str(),
                                      static_cast<int>(oids.size()), oids.data()));
  if (!done.is_ok()) return error_of(done.result);
  return statements_.emplace(std::move(key), std::move(name)).first->second.c_str();
}

void PostgresConnection::roll_back() {
  if (PQtransactionStatus(handle_) != PQTRANS_IDLE) (void)command("ROLLBACK");
}

Result<void> PostgresConnection::transact(const char* begin,
                                          const std::function<Result<void>(Transaction&)>& body) {
  struct RollBackAtEnd {  // also when the body throws (a test's assertion)
    PostgresConnection& connection;
    ~RollBackAtEnd() { connection.roll_back(); }
  };
  has_begun_ = false;
  SOLEIL_TRY(command(begin));
  has_begun_ = true;
  RollBackAtEnd guard{*this};
  PostgresTransaction tx(*this);
  auto ran = run_body(tx, body);
  if (tx.error() && tx.error()->reason == kSerialization) {
    roll_back();
    SOLEIL_TRY(command("DEALLOCATE ALL"));
    statements_.clear();
    return tl::unexpected<Error>(*tx.error());  // whatever the body made of it
  }
  SOLEIL_TRY(std::move(ran));
  return command("COMMIT");
}

}  // namespace soleil

// Database seam: SQL that SQLite 3.40 and PostgreSQL 15 both understand. Adapters: sqlite:///path
// (embedded, WAL), postgres://… (libpq), memory (SQLite in memory, with faults). One contract
// suite: database_suite.cpp.
//
// Placeholders are $1, $2 …; types used in migrations: BIGINT, TEXT, DOUBLE PRECISION, BYTEA.
// Booleans are BIGINT 0/1. Texts are UTF-8 without NUL.
//
// A transaction is a function: it commits when the function returns a value, rolls back when it
// returns an error. It may be run again after a serialization failure or a busy database, so it
// must have no other effect than on the database. The first statement that fails ends the
// transaction: later ones give the same error and all is rolled back, whatever the body returns.
// So to insert what may exist already, write ON CONFLICT … DO NOTHING; don't catch the conflict.
// A read body may not write. No transaction starts inside another.
//
// Errors: conflict (a unique or other constraint; reason "unique" or "constraint"), invalid
// ("bad_text"), unavailable (no connection, disk full; when the connection broke at the end, the
// commit may or may not have happened), overloaded (no free connection or lock in time), corrupt
// (also a statement that does not fit the schema, reason "sql": a bug). Thread-safe; calls block.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace soleil {

struct Bytes {  // a BYTEA value
  std::string data;
  bool operator==(const Bytes&) const = default;
};
using SqlValue = std::variant<std::monostate, int64_t, double, std::string, Bytes>;

class Row {
 public:
  explicit Row(std::vector<SqlValue> values) : values_(std::move(values)) {}
  bool is_null(size_t column) const { return values_.at(column).index() == 0; }
  int64_t int_at(size_t column) const;              // NULL -> 0
  double double_at(size_t column) const;            // NULL -> 0
  const std::string& text_at(size_t column) const;  // NULL -> ""; TEXT or BYTEA
  size_t size() const { return values_.size(); }

 private:
  std::vector<SqlValue> values_;
};

using Rows = std::vector<Row>;

class Transaction {
 public:
  virtual ~Transaction() = default;
  // Runs one statement; rows of a SELECT or RETURNING. At most kRowsMax rows, else Code::too_large.
  virtual Result<Rows> query(std::string_view sql, std::vector<SqlValue> parameters = {}) = 0;
  // Runs one statement; returns the number of rows changed.
  virtual Result<int64_t> run(std::string_view sql, std::vector<SqlValue> parameters = {}) = 0;
};

constexpr size_t kRowsMax = 100'000;

class Database {
 public:
  virtual ~Database() = default;
  virtual Result<void> read(
      const std::function<Result<void>(Transaction&)>& body) = 0;  // a snapshot
  virtual Result<void> write(const std::function<Result<void>(Transaction&)>&
                                 body) = 0;      // serializable; durable on return
  virtual std::string_view dialect() const = 0;  // "sqlite" or "postgres": for diagnostics only

  // As read/write, giving back what the body returns.
  template <class Body>
  auto read_as(Body body) -> decltype(body(std::declval<Transaction&>()));
  template <class Body>
  auto write_as(Body body) -> decltype(body(std::declval<Transaction&>()));
};

struct DatabaseLimits {
  size_t connections_max = 4;
  int64_t wait_ms_max = 5'000;  // for a connection or a lock
};

// url: sqlite:///absolute/path, sqlite::memory:, or postgres://user@host:port/name
Result<std::unique_ptr<Database>> open_database(const std::string& url,
                                                const DatabaseLimits& limits);

template <class Body>
auto Database::read_as(Body body) -> decltype(body(std::declval<Transaction&>())) {
  decltype(body(std::declval<Transaction&>())) out =
      fail(Code::unavailable, "not_run", "The transaction did not run.");
  auto done = read([&](Transaction& tx) -> Result<void> {
    out = body(tx);
    if (!out) return tl::unexpected<Error>(out.error());
    return {};
  });
  if (!done) return tl::unexpected<Error>(done.error());
  return out;
}

template <class Body>
auto Database::write_as(Body body) -> decltype(body(std::declval<Transaction&>())) {
  decltype(body(std::declval<Transaction&>())) out =
      fail(Code::unavailable, "not_run", "The transaction did not run.");
  auto done = write([&](Transaction& tx) -> Result<void> {
    out = body(tx);
    if (!out) return tl::unexpected<Error>(out.error());
    return {};
  });
  if (!done) return tl::unexpected<Error>(done.error());
  return out;
}

}  // namespace soleil

// SQLite: one connection writes (writers queue in front of it, not in SQLite's busy loop), a few
// read. In memory there is a single connection for both.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "platform/database/sqlite_connection.h"

namespace soleil {

namespace {

using Connection = std::unique_ptr<SqliteConnection>;
using Body = std::function<Result<void>(Transaction&)>;

// Connections that wait to be used, each by one caller at a time.
class Shelf {
 public:
  void put(Connection connection) {
    {
      std::lock_guard lock(mutex_);
      idle_.push_back(std::move(connection));
    }
    put_back_.notify_one();
  }

  template <class Use>
  Result<void> with(std::chrono::milliseconds wait, Use use) {
    Connection connection = SOLEIL_TRY(take(wait));
    struct PutBackAtEnd {  // also when the body throws (a test's assertion)
      Shelf& shelf;
      Connection& connection;
      ~PutBackAtEnd() { shelf.put(std::move(connection)); }
    } guard{*this, connection};
    return use(*connection);
  }

 private:
  Result<Connection> take(std::chrono::milliseconds wait) {
    std::unique_lock lock(mutex_);
    if (!put_back_.wait_for(lock, wait, [&] { return !idle_.empty(); }))
      return fail(Code::overloaded, "database_busy",
                  "The database is busy. Try again in a moment.");
    Connection connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }

  std::mutex mutex_;
  std::condition_variable put_back_;
  std::vector<Connection> idle_;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(Connection writer, std::vector<Connection> readers, int64_t wait_ms_max)
      : in_memory_(readers.empty()), wait_(wait_ms_max) {
    writer_.put(std::move(writer));
    for (Connection& reader : readers) readers_.put(std::move(reader));
  }

  Result<void> read(const Body& body) override {
    if (!in_memory_)
      return readers_.with(wait_, [&](SqliteConnection& c) { return c.transact("BEGIN", body); });
    return writer_.with(wait_, [&](SqliteConnection& c) -> Result<void> {
      SOLEIL_TRY(c.set_query_only(true));
      auto done = c.transact("BEGIN", body);
      SOLEIL_TRY(c.set_query_only(false));
      return done;
    });
  }

  Result<void> write(const Body& body) override {
    return writer_.with(wait_,
                        [&](SqliteConnection& c) { return c.transact("BEGIN IMMEDIATE", body); });
  }

  std::string_view dialect() const override { return "sqlite"; }

 private:
  const bool in_memory_;
  const std::chrono::milliseconds wait_;
  Shelf writer_, readers_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path,
                                              const DatabaseLimits& limits) {
  const int64_t wait_ms = limits.wait_ms_max;
  auto writer = SOLEIL_TRY(SqliteConnection::open(path, SqliteAccess::write, wait_ms));
  std::vector<Connection> readers;
  const size_t readers_max = std::max<size_t>(limits.connections_max, 2) - 1;
  while (path != ":memory:" && readers.size() < readers_max)
    readers.push_back(SOLEIL_TRY(SqliteConnection::open(path, SqliteAccess::read, wait_ms)));
  return std::make_unique<SqliteDatabase>(std::move(writer), std::move(readers), wait_ms);
}

}  // namespace soleil

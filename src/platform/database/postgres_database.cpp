// PostgreSQL: a few connections, made when first needed and again after a loss. Writes are
// serializable: what loses a race is run again, for as long as a caller waits for a lock.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/database/postgres_connection.h"

namespace soleil {

namespace {

using Clock_ = std::chrono::steady_clock;  // for waiting only: no result depends on it

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(std::string url, const DatabaseLimits& limits)
      : url_(std::move(url)), limits_(limits) {}

  Result<void> read(const std::function<Result<void>(Transaction&)>& body) override {
    return transact("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body);
  }

  Result<void> write(const std::function<Result<void>(Transaction&)>& body) override {
    return transact("BEGIN ISOLATION LEVEL SERIALIZABLE", body);
  }

  std::string_view dialect() const override { return "postgres"; }

 private:
  using Connection = std::unique_ptr<PostgresConnection>;

  Result<void> transact(const char* begin, const std::function<Result<void>(Transaction&)>& body);
  Result<void> transact_once(const char* begin,
                             const std::function<Result<void>(Transaction&)>& body);
  Result<Connection> borrow();
  void give_back(Connection connection);

  const std::string url_;
  const DatabaseLimits limits_;
  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<Connection> idle_;
  size_t borrowed_ = 0;
};

Result<void> PostgresDatabase::transact(const char* begin,
                                        const std::function<Result<void>(Transaction&)>& body) {
  const auto deadline = Clock_::now() + std::chrono::milliseconds(limits_.wait_ms_max);
  for (int attempt = 0;; ++attempt) {
    auto done = transact_once(begin, body);
    const bool lost_race = !done && done.error().reason == kSerialization;
    if (!lost_race || Clock_::now() >= deadline) return done;
    // Those that lost to each other should not meet again: each thread waits its own while.
    const auto own = std::hash<std::thread::id>()(std::this_thread::get_id()) % 8;
    std::this_thread::sleep_for(std::chrono::milliseconds(own << std::min(attempt, 4)));
  }
}

Result<void> PostgresDatabase::transact_once(
    const char* begin, const std::function<Result<void>(Transaction&)>& body) {
  Connection connection = SOLEIL_TRY(borrow());
  auto done = connection->transact(begin, body);
  if (connection->is_lost() && !connection->has_begun()) {  // it had died while idle
    auto fresh = PostgresConnection::open(url_, limits_.wait_ms_max);
    if (fresh) {
      connection = std::move(*fresh);
      done = connection->transact(begin, body);
    }
  }
  give_back(std::move(connection));
  return done;
}

Result<PostgresDatabase::Connection> PostgresDatabase::borrow() {
  {
    std::unique_lock lock(mutex_);
    const auto wait = std::chrono::milliseconds(limits_.wait_ms_max);
    if (!given_back_.wait_for(lock, wait, [&] { return borrowed_ < limits_.connections_max; }))
      return fail(Code::overloaded, "database_busy",
                  "All database connections are in use. Try again in a moment.");
    ++borrowed_;
    if (!idle_.empty()) {
      Connection connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  auto opened = PostgresConnection::open(url_, limits_.wait_ms_max);
  if (!opened) give_back(nullptr);
  return opened;
}

void PostgresDatabase::give_back(Connection connection) {
  {
    std::lock_guard lock(mutex_);
    --borrowed_;
    if (connection && !connection->is_lost()) idle_.push_back(std::move(connection));
  }
  given_back_.notify_one();
}

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& url,
                                                const DatabaseLimits& limits) {
  auto database = std::make_unique<PostgresDatabase>(url, limits);
  SOLEIL_TRY(database->read([](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.query("SELECT 1"));
    return {};
  }));
  return database;
}

}  // namespace soleil

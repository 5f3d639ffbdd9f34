// SQLite: one connection writes (a mutex in front of it, so that writers queue here and not in
// SQLite's busy loop), a few read. In memory there is a single connection for both.
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "platform/database/sqlite_connection.h"

namespace soleil {

namespace {

tl::unexpected<Error> busy() {
  return fail(Code::overloaded, "database_busy", "The database is busy. Try again in a moment.");
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::unique_ptr<SqliteConnection> writer,
                 std::vector<std::unique_ptr<SqliteConnection>> readers, int64_t wait_ms_max)
      : writer_(std::move(writer)), readers_(std::move(readers)), wait_(wait_ms_max) {
    in_memory_ = readers_.empty();
  }

  Result<void> read(const std::function<Result<void>(Transaction&)>& body) override {
    if (in_memory_) return read_in_memory(body);
    std::unique_ptr<SqliteConnection> reader = SOLEIL_TRY(borrow());
    auto done = reader->transact("BEGIN", body);
    give_back(std::move(reader));
    return done;
  }

  Result<void> write(const std::function<Result<void>(Transaction&)>& body) override {
    std::unique_lock lock(write_mutex_, std::defer_lock);
    if (!lock.try_lock_for(wait_)) return busy();
    return writer_->transact("BEGIN IMMEDIATE", body);
  }

  std::string_view dialect() const override { return "sqlite"; }

 private:
  Result<void> read_in_memory(const std::function<Result<void>(Transaction&)>& body) {
    std::unique_lock lock(write_mutex_, std::defer_lock);
    if (!lock.try_lock_for(wait_)) return busy();
    SOLEIL_TRY(writer_->set_query_only(true));
    auto done = writer_->transact("BEGIN", body);
    SOLEIL_TRY(writer_->set_query_only(false));
    return done;
  }

  Result<std::unique_ptr<SqliteConnection>> borrow() {
    std::unique_lock lock(readers_mutex_);
    if (!reader_back_.wait_for(lock, wait_, [&] { return !readers_.empty(); })) return busy();
    auto reader = std::move(readers_.back());
    readers_.pop_back();
    return reader;
  }

  void give_back(std::unique_ptr<SqliteConnection> reader) {
    {
      std::lock_guard lock(readers_mutex_);
      readers_.push_back(std::move(reader));
    }
    reader_back_.notify_one();
  }

  std::unique_ptr<SqliteConnection> writer_;
  std::vector<std::unique_ptr<SqliteConnection>> readers_;
  const std::chrono::milliseconds wait_;
  bool in_memory_ = false;
  std::timed_mutex write_mutex_;
  std::mutex readers_mutex_;
  std::condition_variable reader_back_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path,
                                              const DatabaseLimits& limits) {
  const int64_t wait_ms = limits.wait_ms_max;
  auto writer = SOLEIL_TRY(SqliteConnection::open(path, SqliteAccess::write, wait_ms));
  std::vector<std::unique_ptr<SqliteConnection>> readers;
  const size_t readers_max = std::max<size_t>(limits.connections_max, 2) - 1;
  while (path != ":memory:" && readers.size() < readers_max)
    readers.push_back(SOLEIL_TRY(SqliteConnection::open(path, SqliteAccess::read, wait_ms)));
  return std::make_unique<SqliteDatabase>(std::move(writer), std::move(readers), wait_ms);
}

}  // namespace soleil

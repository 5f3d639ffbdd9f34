#include "platform/database/sqlite_pages.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <array>
#include <chrono>

#include "platform/database/sqlite_connection.h"
#include "platform/database/sqlite_wal.h"
#include "platform/files.h"

namespace soleil {
namespace {

using Clock = std::chrono::steady_clock;
using PageMap = std::map<uint32_t, std::string>;

constexpr int64_t kWaitMs = 2'000;
constexpr int kPinTries = 200;
constexpr uint32_t kCheckpointFrames = 1'000;  // some 4 MB of WAL
constexpr int64_t kReadBytes = 4 << 20;
constexpr auto kCheapCount = std::chrono::milliseconds(5);
constexpr int kCountShare = 50;  // of the time, at most one in so many goes into counting

class LivePages final : public SqlitePages {
 public:
  LivePages(std::string path, std::array<std::unique_ptr<SqliteConnection>, 2> connections)
      : path_(std::move(path)), both_(std::move(connections)) {}

  Result<DatabaseShape> next(const Sink& sink) override {
    auto shape = advance(sink);
    if (!shape) {
      for (auto& connection : both_) connection->end_read();
      known_ = false;
    }
    return shape;
  }

 private:
  SqliteConnection& newer() { return *both_[turn_]; }
  SqliteConnection& older() { return *both_[1 - turn_]; }

  Result<DatabaseShape> advance(const Sink& sink) {
    turn_ = 1 - turn_;
    const WalEnd end = SOLEIL_TRY(pin());
    DatabaseShape out = SOLEIL_TRY(shape());
    PageMap recent;
    SOLEIL_TRY(read_on(end, recent));
    recent.erase(recent.upper_bound(out.pages), recent.end());
    if (known_)
      for (const auto& [page, bytes] : recent) SOLEIL_TRY(sink(page, bytes));
    else
      SOLEIL_TRY(whole(out, recent, sink));
    SOLEIL_TRY(count_rows(out));
    known_ = true;
    older().end_read();
    if (end.frames >= kCheckpointFrames) SOLEIL_TRY(make_room(end));
    return out;
  }

  Result<void> count_rows(DatabaseShape& out) {
    const auto began = Clock::now();
    if (count_took_ > kCheapCount && began - counted_ < count_took_ * kCountShare) return {};
    out.rows = SOLEIL_TRY(newer().count_rows());
    counted_ = Clock::now();
    count_took_ = counted_ - began;
    return {};
  }

  Result<WalEnd> index_now() const {
    const OwnedFd file = SOLEIL_TRY(open_file(path_ + "-shm", O_RDONLY));
    const auto end = wal_end_of(SOLEIL_TRY(read_at(file.get(), 0, kWalIndexHeaderBytes)));
    if (end) return *end;
    return fail(Code::unavailable, "no_wal_index", "The database has no WAL to follow yet.");
  }

  // A read transaction whose place in the WAL is known: nothing was written while it began.
  Result<WalEnd> pin() {
    for (int i = 0; i < kPinTries; ++i) {
      newer().end_read();
      SOLEIL_TRY(newer().begin_read());  // the index is there from now on
      newer().end_read();
      const WalEnd before = SOLEIL_TRY(index_now());
      SOLEIL_TRY(newer().begin_read());
      if (SOLEIL_TRY(index_now()) == before) return before;
    }
    return fail(Code::overloaded, "database_busy", "The database is written too busily to follow.");
  }

  Result<void> whole(const DatabaseShape& shape, const PageMap& recent, const Sink& sink) {
    const OwnedFd file = SOLEIL_TRY(open_file(path_, O_RDONLY));
    const uint32_t at_once = kReadBytes / shape.page_bytes;
    for (uint32_t first = 1; first <= shape.pages; first += at_once) {
      const std::string bytes =
          SOLEIL_TRY(read_at(file.get(), int64_t{first - 1} * shape.page_bytes, kReadBytes));
      for (uint32_t page = first; page < first + at_once && page <= shape.pages; ++page) {
        const size_t at = size_t{page - first} * shape.page_bytes;
        const auto newer = recent.find(page);
        if (newer != recent.end())
          SOLEIL_TRY(sink(page, newer->second));
        else if (at + shape.page_bytes <= bytes.size())
          SOLEIL_TRY(sink(page, std::string_view(bytes).substr(at, shape.page_bytes)));
        else
          return lost();
      }
    }
    return {};
  }

  Result<DatabaseShape> shape() {  // of the snapshot
    DatabaseShape out;
    out.page_bytes = static_cast<uint32_t>(SOLEIL_TRY(newer().number("PRAGMA page_size")));
    out.pages = static_cast<uint32_t>(SOLEIL_TRY(newer().number("PRAGMA page_count")));
    return out;
  }

  // To the frame where the snapshot ends. With other salts the WAL was begun anew since.
  Result<void> read_on(const WalEnd& end, PageMap& pages) {
    if (!known_) wal_ = WalReader();  // from its beginning
    if (end.frames == 0) return {};   // nothing in it since; the salts may be of one to come
    const OwnedFd file = SOLEIL_TRY(open_file(path_ + "-wal", O_RDONLY));
    if (wal_.frames() == 0 || wal_.salt() != end.salt) {
      const auto header = SOLEIL_TRY(read_at(file.get(), 0, kWalHeaderBytes));
      if (!wal_.begin(header, end.salt)) return lost();
    }
    const int64_t frame_bytes = kWalFrameHeaderBytes + wal_.page_bytes();
    while (wal_.frames() < end.frames) {
      const int64_t at = kWalHeaderBytes + int64_t{wal_.frames()} * frame_bytes;
      const auto bytes = SOLEIL_TRY(read_at(file.get(), at, frame_bytes));
      const auto frame = wal_.frame(bytes);
      if (!frame) return lost();
      pages[frame->first] = frame->second;
    }
    return {};
  }

  static tl::unexpected<Error> lost() {
    return fail(Code::unavailable, "wal_lost",
                "The WAL is not where it was left: once more whole.");
  }

  // Copies frames into the database, and then holds the same snapshot by the database alone (SQLite
  // takes such a reader for one that needs no frame): the next write begins the WAL anew. Should
  // something be written meanwhile, the snapshot stays where it is, and the next call tries again.
  Result<void> make_room(const WalEnd& end) {
    SOLEIL_TRY(older().execute_script("PRAGMA wal_checkpoint(PASSIVE)"));
    SOLEIL_TRY(older().begin_read());
    if (SOLEIL_TRY(index_now()) != end) {
      older().end_read();
      return {};
    }
    newer().end_read();
    turn_ = 1 - turn_;
    return {};
  }

  const std::string path_;
  const std::array<std::unique_ptr<SqliteConnection>, 2> both_;
  size_t turn_ = 0;
  Clock::time_point counted_;
  Clock::duration count_took_{};
  bool known_ = false;
  WalReader wal_;
};

}  // namespace

Result<std::unique_ptr<SqlitePages>> SqlitePages::open(const std::string& path) {
  std::array<std::unique_ptr<SqliteConnection>, 2> both;
  for (auto& connection : both)
    connection = SOLEIL_TRY(SqliteConnection::open(path, SqliteAccess::write, kWaitMs));
  return std::make_unique<LivePages>(path, std::move(both));
}

}  // namespace soleil

#include "platform/database/sqlite_pages.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <array>

#include "platform/database/sqlite_connection.h"
#include "platform/database/sqlite_wal.h"
#include "platform/files.h"

namespace soleil {
namespace {

constexpr int64_t kWaitMs = 2'000;
constexpr int kPinTries = 200;
constexpr uint32_t kCheckpointFrames = 1'000;  // some 4 MB of WAL

class LivePages final : public SqlitePages {
 public:
  LivePages(std::string path, std::array<std::unique_ptr<SqliteConnection>, 2> connections,
            int count_rows_every)
      : path_(std::move(path)), both_(std::move(connections)), every_(count_rows_every) {}

  Result<PageDelta> next() override {
    auto delta = advance();
    if (!delta) {
      for (auto& connection : both_) connection->end_read();
      known_ = false;
    }
    return delta;
  }

 private:
  SqliteConnection& newer() { return *both_[turn_]; }
  SqliteConnection& older() { return *both_[1 - turn_]; }

  Result<PageDelta> advance() {
    turn_ = 1 - turn_;
    const WalEnd end = SOLEIL_TRY(pin());
    PageDelta out = SOLEIL_TRY(known_ ? changed(end) : whole(end));
    if (every_ && calls_++ % every_ == 0) out.rows = SOLEIL_TRY(newer().count_rows());
    older().end_read();
    if (end.frames >= kCheckpointFrames) SOLEIL_TRY(make_room(end));
    return out;
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

  Result<PageDelta> whole(const WalEnd& end) {
    const std::string bytes = SOLEIL_TRY(newer().serialized());
    PageDelta out = SOLEIL_TRY(shape());
    out.whole = true;
    if (bytes.size() != size_t{out.pages} * out.page_bytes)
      return fail(Code::unavailable, "database_busy", "The database's size is not what was said.");
    for (uint32_t page = 0; page < out.pages; ++page)
      out.changed[page + 1] = bytes.substr(size_t{page} * out.page_bytes, out.page_bytes);
    SOLEIL_TRY(read_on(end, nullptr));
    known_ = true;
    return out;
  }

  Result<PageDelta> changed(const WalEnd& end) {
    PageDelta out = SOLEIL_TRY(shape());
    SOLEIL_TRY(read_on(end, &out.changed));
    out.changed.erase(out.changed.upper_bound(out.pages), out.changed.end());
    return out;
  }

  Result<PageDelta> shape() {  // of the snapshot
    PageDelta out;
    out.page_bytes = static_cast<uint32_t>(SOLEIL_TRY(newer().number("PRAGMA page_size")));
    out.pages = static_cast<uint32_t>(SOLEIL_TRY(newer().number("PRAGMA page_count")));
    return out;
  }

  // To the frame where the snapshot ends. With other salts the WAL was begun anew since.
  Result<void> read_on(const WalEnd& end, std::map<uint32_t, std::string>* changed) {
    if (end.frames == 0) return {};  // nothing in it since; the salts may be of one to come
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
      if (changed) (*changed)[frame->first] = frame->second;
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
  const int every_;
  size_t turn_ = 0;
  int calls_ = 0;
  bool known_ = false;
  WalReader wal_;
};

}  // namespace

Result<std::unique_ptr<SqlitePages>> SqlitePages::open(const std::string& path,
                                                       int count_rows_every) {
  std::array<std::unique_ptr<SqliteConnection>, 2> both;
  for (auto& connection : both)
    connection = SOLEIL_TRY(SqliteConnection::open(path, SqliteAccess::write, kWaitMs));
  return std::make_unique<LivePages>(path, std::move(both), count_rows_every);
}

}  // namespace soleil

#include "residency/backup/restore.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "base/hash.h"
#include "base/text.h"
#include "platform/database/database.h"
#include "platform/files.h"
#include "residency/backup/batch.h"
#include "residency/backup/file_tree.h"

namespace soleil {
namespace {

namespace fs = std::filesystem;
constexpr const char* kDatabase = "soleil.db";

tl::unexpected<Error> incomplete(const std::string& what) {
  return fail(Code::corrupt, "backup_incomplete", "The backup lacks " + what + ".");
}

struct Blob {
  std::string object;
  int64_t size = 0;
};

class Restoring {
 public:
  Restoring(Vault& vault, const BackupSeal& seal, std::string into)
      : vault_(vault), seal_(seal), into_(std::move(into)) {}

  Result<void> replay(const BackupManifest& manifest) {
    for (const BackupObject& object : manifest.objects) {
      const auto sealed = vault_.get(object.name);
      if (!sealed) return incomplete("the object " + object.name);
      if (hex_encode(sha256(*sealed)) != object.sha256)
        return fail(Code::corrupt, "backup_differs",
                    "The object " + object.name + " is not what its manifest says.");
      report.bytes += static_cast<int64_t>(sealed->size());
      ++report.objects;
      const std::string batch = SOLEIL_TRY(seal_.open(object.name, *sealed));
      const auto records = SOLEIL_TRY(read_batch(batch));
      for (const BackupRecord& record : records) SOLEIL_TRY(apply(record));
    }
    ++report.steps;
    return {};
  }

  Result<void> fetch_blobs() {
    for (const auto& [path, blob] : blobs_) SOLEIL_TRY(fetch(path, blob));
    return {};
  }

  Result<void> check(const BackupWhole& whole) {
    SOLEIL_TRY(check_database(whole));
    SOLEIL_TRY(check_files(whole));
    return check_rows(whole);
  }

  RestoreReport report;

 private:
  std::string at(const std::string& path) const { return into_ + "/" + path; }

  Result<OwnedFd> open_for_writing(const std::string& path) {
    SOLEIL_TRY(make_folders(fs::path(at(path)).parent_path()));
    return open_file(at(path), O_WRONLY | O_CREAT | O_NOFOLLOW, 0640);
  }

  Result<void> cut(const std::string& path, int64_t length) {
    const OwnedFd file = SOLEIL_TRY(open_for_writing(path));
    if (::ftruncate(file.get(), length) != 0) return file_error("Cutting " + path, errno);
    return {};
  }

  Result<void> write(const std::string& path, int64_t place, std::string_view bytes) {
    const OwnedFd file = SOLEIL_TRY(open_for_writing(path));
    return write_all_at(file.get(), bytes, place);
  }

  Result<void> apply(const BackupRecord& r) {
    switch (r.deed) {
      case BackupDeed::page:
        return write(kDatabase, (r.place - 1) * static_cast<int64_t>(r.bytes.size()), r.bytes);
      case BackupDeed::pages:
        return cut(kDatabase, r.place * parse_int(r.bytes).value_or(0));
      case BackupDeed::write:
        return write(r.path, r.place, r.bytes);
      case BackupDeed::cut:
        return cut(r.path, r.place);
      case BackupDeed::blob:
        blobs_[r.path] = {r.bytes, r.place};
        return {};
      case BackupDeed::remove:
        if (blobs_.erase(r.path) == 0) ::unlink(at(r.path).c_str());
        return {};
    }
    return {};
  }

  Result<void> fetch(const std::string& path, const Blob& blob) {
    SOLEIL_TRY(cut(path, 0));
    int64_t have = 0;
    for (int part = 0; have < blob.size || part == 0; ++part) {
      char number[16];
      std::snprintf(number, sizeof number, ".%06d", part);
      const auto sealed = vault_.get(blob.object + number);
      if (!sealed) return incomplete("a part of a file, " + blob.object + number);
      report.bytes += static_cast<int64_t>(sealed->size());
      ++report.objects;
      const std::string bytes = SOLEIL_TRY(seal_.open(blob.object + number, *sealed));
      if (bytes.empty() && blob.size > 0) return incomplete("bytes of a file");
      SOLEIL_TRY(write(path, have, bytes));
      have += static_cast<int64_t>(bytes.size());
    }
    return {};
  }

  Result<void> check_database(const BackupWhole& whole) {
    if (whole.pages == 0) return {};
    const OwnedFd file = SOLEIL_TRY(open_file(at(kDatabase), O_RDONLY));
    SetHash hash;
    for (int64_t page = 0; page < whole.pages; ++page)
      hash.add(
          page_member(static_cast<uint32_t>(page + 1),
                      SOLEIL_TRY(read_at(file.get(), page * whole.page_bytes, whole.page_bytes))));
    if (SOLEIL_TRY(file_size(file.get())) == whole.pages * whole.page_bytes &&
        hash.hex() == whole.database_hash)
      return {};
    return fail(Code::corrupt, "backup_differs",
                "The database's pages are not as they were signed.");
  }

  Result<void> check_files(const BackupWhole& whole) {
    FileTree files = SOLEIL_TRY(look_at_files(into_));
    files.merge(SOLEIL_TRY(look_at_blobs(into_)));
    SetHash hash;
    int64_t bytes = 0;
    for (const auto& [path, seen] : files) {
      hash.add(file_member(path, seen.size));
      bytes += seen.size;
    }
    if (static_cast<int64_t>(files.size()) == whole.files && bytes == whole.file_bytes &&
        hash.hex() == whole.files_hash)
      return {};
    return fail(Code::corrupt, "backup_differs",
                "There are " + std::to_string(files.size()) + " files of " + std::to_string(bytes) +
                    " bytes; signed were " + std::to_string(whole.files) + " of " +
                    std::to_string(whole.file_bytes) + ".");
  }

  Result<void> check_rows(const BackupWhole& whole) {
    if (whole.pages == 0) return {};
    const auto database = SOLEIL_TRY(open_database("sqlite://" + at(kDatabase), {}));
    return database->read([&](Transaction& tx) -> Result<void> {
      const Rows fault = SOLEIL_TRY(tx.query("PRAGMA integrity_check(1)"));
      if (fault.empty() || fault[0].text_at(0) != "ok")
        return fail(Code::corrupt, "backup_differs", "SQLite finds the database damaged.");
      const Rows tables =
          SOLEIL_TRY(tx.query("SELECT name FROM sqlite_master WHERE type = 'table'"));
      for (const Row& table : tables) SOLEIL_TRY(check_table(tx, table.text_at(0), whole));
      report.rows_signed = !whole.rows.empty();
      if (!report.rows_signed || report.tables == static_cast<int64_t>(whole.rows.size()))
        return {};
      return fail(Code::corrupt, "backup_differs", "A table that was signed is not there.");
    });
  }

  Result<void> check_table(Transaction& tx, const std::string& table, const BackupWhole& whole) {
    const Rows counted = SOLEIL_TRY(tx.query("SELECT count(*) FROM \"" + table + "\""));
    const int64_t rows = counted.at(0).int_at(0);
    const auto told = whole.rows.find(table);
    if (!whole.rows.empty() && (told == whole.rows.end() || told->second != rows))
      return fail(Code::corrupt, "backup_differs",
                  "The table " + table + " has " + std::to_string(rows) +
                      " rows, and not as many as were signed.");
    report.rows += rows;
    ++report.tables;
    return {};
  }

  Vault& vault_;
  const BackupSeal& seal_;
  const std::string into_;
  std::map<std::string, Blob> blobs_;
};

// From the first of the generation to the last that the head names, each signed and in its place.
Result<BackupManifest> replay_all(Vault& vault, const BackupManifest& head,
                                  const std::string& sign_key, Restoring& restoring) {
  BackupManifest last;
  std::string before;
  for (int64_t step = 1; step <= head.step; ++step) {
    const auto text = vault.get(manifest_name(head.generation, step));
    if (!text) return incomplete("the manifest of step " + std::to_string(step));
    last = SOLEIL_TRY(decode_manifest(*text, sign_key));
    if (last.generation != head.generation || last.step != step || last.before != before ||
        last.region != head.region)
      return incomplete("step " + std::to_string(step) + ": another stands in its place");
    before = hex_encode(sha256(*text));
    SOLEIL_TRY(restoring.replay(last));
  }
  if (before != head.before) return incomplete("the last step as the head names it");
  return last;
}

}  // namespace

Result<RestoreReport> restore_backup(Vault& vault, const std::string& region,
                                     const std::string& sign_key, const BackupSeal& seal,
                                     const std::string& into) {
  std::error_code error;
  fs::create_directories(into, error);
  if (error || !fs::is_empty(into, error))
    return fail(Code::conflict, "not_empty", into + " must be a new or an empty folder.");
  const auto text = vault.get(std::string(kBackupHead));
  if (!text)
    return fail(Code::not_found, "no_backup", "There is no backup of " + region + " here.");
  const BackupManifest head = SOLEIL_TRY(decode_manifest(*text, sign_key));
  if (head.region != region) return incomplete("a head of " + region);
  Restoring restoring(vault, seal, into);
  SOLEIL_TRY(replay_all(vault, head, sign_key, restoring));
  SOLEIL_TRY(restoring.fetch_blobs());
  SOLEIL_TRY(restoring.check(head.whole));
  restoring.report.as_of_ms = head.at_ms;
  restoring.report.whole = head.whole;
  return restoring.report;
}

}  // namespace soleil

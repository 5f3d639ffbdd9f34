#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "base/hash.h"
#include "base/text.h"
#include "platform/database/database.h"
#include "platform/files.h"
#include "residency/backup/recovery.h"
#include "residency/backup/restore.h"
#include "residency/backup/shipper.h"
#include "support/temp_folder.h"

namespace soleil {

TEST_SUITE_BEGIN("backup");

namespace {

namespace fs = std::filesystem;

// A vault that forgets, spoils or fails as a test wants.
struct TroubledVault final : Vault {
  std::map<std::string, std::string> objects;
  int failures = 0;
  Result<std::string> put(const std::string& name, const std::string& bytes) override {
    REQUIRE(is_vault_name(name));
    if (failures > 0 && failures--) return fail(Code::unavailable, "away", "Away.");
    objects[name] = bytes;
    return hex_of(bytes);
  }
  Result<std::string> get(const std::string& name) override {
    const auto at = objects.find(name);
    if (at == objects.end()) return fail(Code::not_found, "no_object", "Not there.");
    return at->second;
  }
  Result<std::vector<std::string>> list(const std::string& prefix) override {
    std::vector<std::string> out;
    for (const auto& [name, bytes] : objects)
      if (name.starts_with(prefix)) out.push_back(name);
    return out;
  }
  Result<void> remove(const std::string& name) override {
    objects.erase(name);
    return {};
  }
  static std::string hex_of(const std::string& bytes);
};

struct Source {
  TempFolder folder, elsewhere;
  ManualClock clock;
  SystemRandom random;
  RegionKeys keys{std::string(32, 'r')};
  BackupSeal seal{std::string(32, 'b')};
  TroubledVault vault;
  std::unique_ptr<Database> database;
  BackupLimits limits{.object_bytes_max = 20'000, .tries_max = 2, .pause_ms = 1};
  BlobChanges changes;  // told of by blob() and no_blob(); file() tells nobody
  std::unique_ptr<BlobStore> blobs;
  std::unique_ptr<BackupShipper> shipper;
  int restores = 0;

  Source() {
    database = *open_database("sqlite://" + folder.path() + "/soleil.db", {});
    sql("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT)");
    blobs = changes.told_by(*open_blob_store("file://" + folder.path() + "/blobs"));
    begin();
  }
  void begin() {
    shipper = std::make_unique<BackupShipper>(
        BackupSource{"virginia", folder.path(), folder.path() + "/soleil.db", &changes}, vault,
        keys, seal, clock, random, limits);
  }
  void sql(const std::string& text) {
    const auto done = database->write([&](Transaction& tx) -> Result<void> {
      SOLEIL_TRY(tx.run(text));
      return {};
    });
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().what));
  }
  void words(int count, const std::string& text) {
    const auto done = database->write([&](Transaction& tx) -> Result<void> {
      for (int i = 0; i < count; ++i)
        SOLEIL_TRY(tx.run("INSERT INTO word (text) VALUES ($1)", {text}));
      return {};
    });
    REQUIRE(done.has_value());
  }
  void file(const std::string& path, const std::string& bytes, bool more = false) {
    const fs::path whole = fs::path(folder.path()) / path;
    fs::create_directories(whole.parent_path());
    std::ofstream(whole, more ? std::ios::app : std::ios::trunc) << bytes;
  }
  void step() {
    const auto done = shipper->step();
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().what));
  }
  std::string target() { return elsewhere.path() + "/" + std::to_string(++restores); }
  Result<RestoreReport> restored(const std::string& into) {
    return restore_backup(vault, "virginia", keys.sign_key(), seal, into);
  }
  int64_t words_in(const std::string& into) {
    auto there = *open_database("sqlite://" + into + "/soleil.db", {});
    return (*there->read_as([](Transaction& tx) { return tx.query("SELECT count(*) FROM word"); }))
        .at(0)
        .int_at(0);
  }
  static std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
};

std::string TroubledVault::hex_of(const std::string& bytes) {
  return hex_encode(sha256(bytes));
}

}  // namespace

TEST_CASE_FIXTURE(Source,
                  "what was written is back: rows, grown files, blobs; and what went is gone") {
  words(500, "first");
  file("queue/facts/watch/0.facts", "one");
  REQUIRE(blobs->put("public/video/a", std::string(50'000, 'x')));
  file("uploads/u1", "half");
  step();
  REQUIRE(blobs->put("public/video/b", "new"));
  words(300, "second");
  file("queue/facts/watch/0.facts", " two", true);
  file("uploads/u1.new", "another");  // files are appended to, or others take their place
  fs::rename(folder.path() + "/uploads/u1.new", folder.path() + "/uploads/u1");
  REQUIRE(blobs->remove("public/video/a"));
  step();
  step();  // a file that went is told with the step after
  const std::string into = target();
  const auto report = restored(into);
  REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().what));
  CHECK(words_in(into) == 800);
  CHECK(read(into + "/queue/facts/watch/0.facts") == "one two");
  CHECK(read(into + "/uploads/u1") == "another");
  CHECK(read(into + "/blobs/objects/public/video/b") == "new");
  CHECK_FALSE(fs::exists(into + "/blobs/objects/public/video/a"));
  CHECK(report->whole.rows.at("word") == 800);
  CHECK(report->as_of_ms == clock.now_ms());
}

TEST_CASE_FIXTURE(Source,
                  "a backup follows through checkpoints of the WAL, truncation and vacuum") {
  step();
  std::set<std::string> generations;  // one: the WAL was begun anew, and nothing was missed
  std::set<int64_t> wal_sizes;
  for (int round = 0; round < 40; ++round) {
    words(1'500, std::string(300, char('a' + round % 26)));
    if (round % 7 == 3) sql("DELETE FROM word WHERE id % 5 = 0");
    if (round % 3 != 1) step();
    wal_sizes.insert(static_cast<int64_t>(fs::file_size(folder.path() + "/soleil.db-wal")));
    clock.advance_ms(1'000);
  }
  step();
  CHECK(wal_sizes.size() < 30);  // it was not only appended to
  const auto names = *vault.list("state/");
  for (const std::string& name : names) generations.insert(name.substr(6, 19));
  CHECK(generations.size() == 1);
  const std::string into = target();
  const auto report = restored(into);
  REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().what));
  CHECK(words_in(into) == words_in(folder.path()));
}

TEST_CASE_FIXTURE(Source, "a backup follows while others write without a pause") {
  step();
  std::atomic<bool> stopping{false};
  std::thread writer([&] {
    for (int i = 0; !stopping; ++i) {
      words(40, std::string(size_t(100 + i % 400), char('a' + i % 26)));
      if (i % 10 == 9) sql("UPDATE word SET text = 'x' || text WHERE id % 97 = 3");
    }
  });
  int taken = 0;
  for (int i = 0; i < 120; ++i) taken += shipper->step().has_value();
  stopping = true;
  writer.join();
  step();
  CHECK(taken > 100);
  const std::string into = target();
  const auto report = restored(into);
  REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().what));
  const auto sums = [](Database& of) {
    return *of.read_as([](Transaction& tx) {
      return tx.query("SELECT count(*), sum(id), sum(length(text)), sum(unicode(text)) FROM word");
    });
  };
  auto there = *open_database("sqlite://" + into + "/soleil.db", {});
  const Rows ours = sums(*database), theirs = sums(*there);
  for (size_t i = 0; i < 4; ++i) CHECK(ours[0].int_at(i) == theirs[0].int_at(i));
}

TEST_CASE_FIXTURE(Source, "who has the vault has nothing: no name, no word, no key") {
  const std::string marker = "zq7marker";
  words(50, marker);
  file("queue/facts/watch/0.facts", marker);
  file("blobs/objects/personal/source/" + marker, marker);
  file("secrets/backup.key", marker);
  file("secrets/region.key", marker);
  file("keys/person", marker);
  file("ledger/access/key", marker);
  step();
  for (const auto& [name, bytes] : vault.objects) {
    CHECK(name.find(marker) == std::string::npos);
    CHECK(bytes.find(marker) == std::string::npos);
    if (!name.ends_with(".manifest") && name != kBackupHead)  // these tell tables, with counts
      CHECK(bytes.find("word") == std::string::npos);
  }
  const BackupSeal other(std::string(32, 'x'));
  const std::string into = target();
  const auto stolen = restore_backup(vault, "virginia", keys.sign_key(), other, into);
  REQUIRE_FALSE(stolen.has_value());
  CHECK(stolen.error().reason == "backup_not_opened");
  const std::string mine = target();
  REQUIRE(restored(mine).has_value());
  CHECK_FALSE(fs::exists(mine + "/secrets"));
  CHECK_FALSE(fs::exists(mine + "/keys"));
  CHECK_FALSE(fs::exists(mine + "/ledger/access/key"));
}

TEST_CASE_FIXTURE(Source, "a vault that lost, changed, or went back to something is found out") {
  words(100, "first");
  file("blobs/objects/a", "bytes");
  step();
  const auto early = vault.objects;
  words(100, "second");
  step();
  const auto whole = vault.objects;
  const auto why = [&] {
    const auto report = restored(target());
    return report ? std::string("fine") : report.error().reason;
  };
  CHECK(why() == "fine");
  for (const auto& [name, bytes] : whole) {
    vault.objects = whole;
    vault.objects.erase(name);
    CHECK_MESSAGE(why() != "fine", "without " << name);
    vault.objects = whole;
    vault.objects[name][bytes.size() / 2] ^= 1;
    CHECK_MESSAGE(why() != "fine", "changed: " << name);
  }
  vault.objects = whole;
  std::string& head = vault.objects[std::string(kBackupHead)];
  const std::string said = std::to_string(clock.now_ms());
  head.replace(head.find(said), said.size(), "1900000000000");  // as if it were of today
  CHECK(why() == "not_signed_by_region");
  vault.objects = whole;
  vault.objects[std::string(kBackupHead)] = early.at(std::string(kBackupHead));
  const auto older = restored(target());  // an old head is old: its time says so
  REQUIRE(older.has_value());
  CHECK(older->whole.rows.at("word") == 100);
}

TEST_CASE_FIXTURE(Source,
                  "after a failure the backup begins anew, and the last complete one stands") {
  words(10, "first");
  step();
  words(10, "second");
  vault.failures = 2;
  CHECK_FALSE(shipper->step().has_value());
  CHECK(restored(target())->whole.rows.at("word") == 10);
  step();
  CHECK(restored(target())->whole.rows.at("word") == 20);
  begin();  // the server was started again
  words(10, "third");
  step();
  CHECK(restored(target())->whole.rows.at("word") == 30);
  for (int i = 0; i < 6; ++i) begin(), clock.advance_ms(10), step();
  std::set<std::string> generations;
  for (const auto& [name, bytes] : vault.objects)
    if (name.starts_with("state/")) generations.insert(name.substr(6, 19));
  CHECK(generations.size() == 1 + limits.generations_kept);
}

TEST_CASE_FIXTURE(Source, "a store without anybody to tell is looked at as a whole") {
  shipper = std::make_unique<BackupShipper>(
      BackupSource{"virginia", folder.path(), folder.path() + "/soleil.db"}, vault, keys, seal,
      clock, random, limits);
  step();
  file("blobs/objects/a", "bytes");
  step();
  const std::string into = target();
  REQUIRE(restored(into).has_value());
  CHECK(read(into + "/blobs/objects/a") == "bytes");
}

TEST_CASE_FIXTURE(Source, "blobs are brought once, and go some days after their files") {
  file("blobs/objects/a", "bytes");
  step();
  const auto first = vault.list("blobs/");
  begin();
  step();
  CHECK(*vault.list("blobs/") == *first);
  REQUIRE(blobs->remove("a"));
  step();
  step();
  const auto again = [&] {
    vault.failures = 2;
    CHECK_FALSE(shipper->step().has_value());
    step();
  };
  file("queue/x", "1");
  again();
  CHECK(vault.list("blobs/")->size() == 1);
  clock.advance_ms(limits.blobs_kept_ms + 1);
  file("queue/x", "12");
  again();
  CHECK(vault.list("blobs/")->empty());
}

TEST_CASE("a recovery file holds the secrets, and puts them back where they were") {
  TempFolder folder, into;
  fs::create_directories(folder.path() + "/secrets");
  fs::create_directories(folder.path() + "/keys");
  std::ofstream(folder.path() + "/secrets/region.key") << std::string("\0\x01r", 3);
  std::ofstream(folder.path() + "/keys/persons") << "p";
  std::ofstream(folder.path() + "/soleil.db") << "rows";
  const auto file = collect_recovery(folder.path(), "virginia", 7);
  REQUIRE(file.has_value());
  CHECK(file->secrets.size() == 2);
  const auto read = decode_recovery(encode_recovery(*file));
  REQUIRE(read.has_value());
  REQUIRE(put_back_secrets(*read, into.path()).has_value());
  CHECK(Source::read(into.path() + "/secrets/region.key") == std::string("\0\x01r", 3));
  CHECK(Source::read(into.path() + "/keys/persons") == "p");
  CHECK_FALSE(put_back_secrets(*read, into.path()).has_value());  // nothing is overwritten
  RecoveryFile evil{"virginia", 7, {{"secrets/../../x", "y"}}};
  CHECK(decode_recovery(encode_recovery(evil)).error().reason == "bad_recovery_file");
  CHECK_FALSE(decode_recovery("{}").has_value());
}

TEST_CASE("a batch says what was put into it, and nothing that is cut or made up") {
  std::string batch;
  const std::vector<BackupRecord> all{{BackupDeed::page, "", 3, std::string(100, '\0')},
                                      {BackupDeed::write, "queue/x", 9, "bytes"},
                                      {BackupDeed::cut, "uploads/y", 0, ""}};
  for (const BackupRecord& record : all) append_backup_record(batch, record);
  CHECK(*read_batch(batch) == all);
  for (size_t length = 1; length < batch.size(); ++length)
    if (const auto cut = read_batch(std::string_view(batch).substr(0, length)))
      CHECK(cut->size() < all.size());
  for (const char* path : {"../x", "/etc/x", "a//b", "", "a/./b"}) {
    std::string evil;
    append_backup_record(evil, {BackupDeed::write, path, 0, "x"});
    CHECK_MESSAGE(!read_batch(evil).has_value(), path);
  }
}

TEST_SUITE_END();

}  // namespace soleil

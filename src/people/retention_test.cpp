#include "people/retention.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "model/fact.h"
#include "platform/blob/adapters.h"
#include "platform/queue/adapters.h"
#include "support/temp_folder.h"
#include "support/test_database.h"

using namespace soleil;

TEST_SUITE_BEGIN("people");

namespace {

constexpr int64_t kNow = 1'700'000'000'000;
constexpr int64_t kDay = RetentionLimits::kDay;

struct World {
  ManualClock clock{kNow};
  TestDatabase database;
  std::unique_ptr<BlobStore> blobs = make_memory_blobs(clock);
  TempFolder folder;
  std::unique_ptr<FactLog> facts = std::move(*open_fact_log("log://" + folder.path() + "/f", {}));
  SeededRandom random{1};
  IdMaker ids{clock, random, 1};
  AccountId author = ids.make<AccountId>();
  std::unique_ptr<Catalog> catalog;
  std::unique_ptr<Retention> retention;

  World() {
    run("INSERT INTO account (id, home, handle, display_name, created_ms) "
        "VALUES ($1, 1, 'a', 'A', 1)",
        {author.sql()});
    catalog = std::move(*Catalog::open(*database, clock, ids, CatalogLimits{}));
    retention = std::make_unique<Retention>(*database, *blobs, *catalog, *facts, clock);
  }
  void run(std::string_view sql, std::vector<SqlValue> values = {}) {
    auto done = database->write_as([&](Transaction& tx) { return tx.run(sql, values); });
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().what));
  }
  int64_t count(std::string_view table) {
    auto rows = database->read_as(
        [&](Transaction& tx) { return tx.query("SELECT count(*) FROM " + std::string(table)); });
    REQUIRE(rows);
    return (*rows)[0].int_at(0);
  }
  void watch(const std::string& id) {
    const FactHead head{id, ViewerId{7}, VideoId{9}, clock.now_ms(), clock.now_ms()};
    REQUIRE(facts->append(kWatchTopic, encode_fact(Liked{head})));
  }
  size_t kept() {
    size_t count = 0;
    int64_t next = 0;
    for (auto some = facts->read(kWatchTopic, next, 1000); !some->empty();
         some = facts->read(kWatchTopic, next, 1000)) {
      count += some->size();
      next = some->back().offset + 1;
    }
    return count;
  }
  void sweep() {
    const auto done = retention->sweep();
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().what));
  }
  void pass(int64_t days) {  // day by day, swept each night
    for (int64_t i = 0; i < days; ++i) {
      clock.advance_ms(kDay);
      sweep();
    }
  }
  VideoId video(const std::string& source) {
    VideoDraft draft;
    draft.title = "t";
    const VideoPtr made = *catalog->begin_upload(author, draft);
    REQUIRE(blobs->put(source, "bytes"));
    REQUIRE(catalog->uploaded(made->id, source, "sha"));
    return made->id;
  }
};

json::object inventory() {
  namespace fs = std::filesystem;
  fs::path at = fs::current_path();
  while (!fs::exists(at / "docs/data_inventory.json") && at.has_relative_path())
    at = at.parent_path();
  std::ifstream file(at / "docs/data_inventory.json");
  std::stringstream text;
  text << file.rdbuf();
  return *parse_json_object(text.str());
}

int64_t promised_days(std::string_view kind) {
  const json::object all = inventory();
  for (const json::value& one : all.at("kinds").as_array())
    if (one.at("id").as_string() == kind) return one.at("retention").at("days").as_int64();
  return -1;
}

}  // namespace

TEST_CASE_FIXTURE(World,
                  "no fact outlives what the inventory promises, and none goes a year early") {
  const int64_t promised = promised_days("watching");
  watch("of-the-first-day");
  pass(1);
  for (int day = 0; day < 369; ++day) {
    watch("of-day-" + std::to_string(day));
    pass(1);
  }
  CHECK(kept() == 370);
  pass(promised - 370);
  const auto oldest = facts->read(kWatchTopic, 0, 1);
  REQUIRE(oldest->size() == 1);
  CHECK(head_of(*decode_fact(oldest->at(0).bytes)).received_ms >= clock.now_ms() - promised * kDay);
  pass(promised);
  CHECK(kept() == 0);
  watch("afterwards");
  CHECK(kept() == 1);
}

TEST_CASE_FIXTURE(World, "a decided report goes in time, an open one stays") {
  const VideoId id = video("personal/source/a/1");
  for (const char* state : {"open", "kept"})
    run("INSERT INTO personal_report (id, video_id, reporter_id, reason, state, created_ms, "
        "decided_ms) VALUES ($1, $2, 5, 'spam', $3, $4, $4)",
        {static_cast<int64_t>(ids.next()), id.sql(), state, clock.now_ms()});
  pass(promised_days("report") - 1);
  CHECK(count("personal_report") == 2);
  pass(2);
  CHECK(count("personal_report") == 1);
}

TEST_CASE_FIXTURE(World, "a removed video can come back for its days, then nothing of it is left") {
  const VideoId gone = video("personal/source/a/1"), twin = video("personal/source/a/1");
  REQUIRE(catalog->remove(gone));
  pass(promised_days("video") - 1);
  CHECK(catalog->find(gone));
  pass(2);
  CHECK_FALSE(catalog->find(gone));
  CHECK(count("video") == 1);
  CHECK(blobs->stat("personal/source/a/1"));  // the other video is made of the same bytes
  REQUIRE(catalog->remove(twin));
  pass(promised_days("video") + 1);
  CHECK(count("video") == 0);
  CHECK_FALSE(blobs->stat("personal/source/a/1"));
}

TEST_CASE_FIXTURE(World, "a removed video stays while a report on it is kept") {
  const VideoId id = video("personal/source/a/1");
  run("INSERT INTO personal_report (id, video_id, reporter_id, reason, state, created_ms) "
      "VALUES (1, $1, 5, 'illegal', 'open', 1)",
      {id.sql()});
  REQUIRE(catalog->remove(id));
  pass(promised_days("video") + 5);
  CHECK(catalog->find(id));
}

#include <fcntl.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <unordered_set>

#include "base/hash.h"
#include "base/text.h"
#include "model/fact.h"
#include "model/media.h"
#include "model/video.h"
#include "platform/database/compaction.h"
#include "platform/queue/fact_rewrite.h"
#include "platform/small_files.h"
#include "residency/carve_out/absence.h"
#include "residency/carve_out/departure.h"
#include "residency/carve_out/persons_tree.h"
#include "residency/carve_out/seller.h"
#include "residency/sealed_facts.h"

namespace soleil {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kPage = 2'000;
constexpr ViewerId kNobody{1};  // whose the facts are that are nobody's any more

struct Erasing {
  CarveOffice& office;
  CarveRow row;
  CarveOutPlan plan;
  MoveWords words;
  std::string out;  // a folder
};

Result<void> check_signature_of(const Erasing& e, const std::string& signature) {
  const auto theirs = SOLEIL_TRY(decode_signature(signature, e.plan.buyer.sign_key));
  const auto ours = SOLEIL_TRY(decode_moved(e.row.manifest, e.plan.seller.sign_key));
  if (theirs.plan_sha256 == ours.plan_sha256 && theirs.root == ours.root) return {};
  return fail(Code::denied, "other_root",
              "The buyer has signed something else than what was handed over: nothing is erased.");
}

Result<void> run_each(Transaction& tx, std::string_view statements, const MoveWords& words) {
  for (const std::string_view sql : split(statements, ';'))
    if (!sql.empty()) SOLEIL_TRY(tx.run(sql_of(sql, words)));
  return {};
}

Result<void> begin(Erasing& e, const std::string& signature) {
  if (e.row.state == "erasing") return {};
  SOLEIL_TRY(log_carve_out(e.office, e.row.id, "erasing", paper_sha256(signature)));
  return e.office.database->write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run("UPDATE carve_out SET signature = $2 WHERE id = $1", {e.row.id, signature}));
    return set_carve_state(tx, e.row.id, "erasing", e.office.clock->now_ms());
  });
}

// ---- keys ---------------------------------------------------------------------------------------

// Before anything else, so that from here on no copy of the database opens what was private. The
// receipts are whole before a row goes: then who went is known from them alone.
Result<int64_t> destroy_keys(Erasing& e) {
  std::string receipts;
  int64_t count = 0;
  for (const int64_t person : SOLEIL_TRY(moving_persons(*e.office.database, e.row.id))) {
    const auto id = ViewerId::from_sql(person);
    const std::string receipt = SOLEIL_TRY(e.office.ring->destroy(id));
    count += !receipt.empty();
    receipts += "person " + id.text() + "\n" + receipt + "\n";
  }
  SOLEIL_TRY(make_folders(e.out));
  SOLEIL_TRY(replace_file(e.out + kReceipts, receipts));
  return count;
}

// ---- files --------------------------------------------------------------------------------------

Result<int64_t> remove_folder(BlobStore& blobs, const std::string& prefix) {
  for (int64_t count = 0;;) {
    const auto found = SOLEIL_TRY(blobs.list(prefix));
    if (found.empty()) return count;
    for (const BlobInfo& blob : found) SOLEIL_TRY(blobs.remove(blob.key));
    count += static_cast<int64_t>(found.size());
  }
}

Result<std::vector<int64_t>> ids_of(const Erasing& e, const std::string& select) {
  std::vector<int64_t> out;
  const std::string sql = sql_of(select + " AND id > $1 ORDER BY id LIMIT $2", e.words);
  for (int64_t after = 0;;) {
    const Rows rows = SOLEIL_TRY(e.office.database->read_as([&](Transaction& tx) {
      return tx.query(sql, {after, kPage});
    }));
    for (const Row& row : rows) out.push_back(row.int_at(0));
    if (rows.empty()) return out;
    after = out.back();
  }
}

Result<int64_t> remove_files(Erasing& e) {
  int64_t count = 0;
  for (const int64_t person : SOLEIL_TRY(moving_persons(*e.office.database, e.row.id)))
    count += SOLEIL_TRY(remove_folder(
        *e.office.blobs, "personal/source/" + AccountId::from_sql(person).text() + "/"));
  for (const int64_t video :
       SOLEIL_TRY(ids_of(e, "SELECT id FROM video WHERE author_id IN {moving}")))
    count += SOLEIL_TRY(remove_folder(*e.office.blobs, video_folder(VideoId::from_sql(video))));
  std::error_code error;
  for (const int64_t upload :
       SOLEIL_TRY(ids_of(e, "SELECT id FROM personal_upload WHERE account_id IN {moving}")))
    for (const char* end : {"", ".unverified"})
      fs::remove(e.office.data + "/uploads/" + UploadId::from_sql(upload).text() + end, error);
  // Learned of everybody, work in progress, and what a backup of before could be opened with.
  for (const char* name : {"/model", "/scratch", "/secrets/backup.key"})
    fs::remove_all(e.office.data + name, error);
  return count;
}

// ---- queues -------------------------------------------------------------------------------------

std::string nobodys_fact(const FactRecord& record, const FactHead& before) {
  const std::string digits = std::to_string(record.offset);
  FactHead head;
  head.id = "gone-" + std::string(20 - std::min<size_t>(20, digits.size()), '0') + digits;
  head.viewer = kNobody;
  head.at_ms = before.received_ms;
  head.received_ms = before.received_ms;
  return encode_fact(TasteReset{std::move(head), true});
}

Result<int64_t> rewrite_facts(Erasing& e) {
  const auto persons = SOLEIL_TRY(moving_persons(*e.office.database, e.row.id));
  const std::unordered_set<int64_t> goes(persons.begin(), persons.end());
  e.office.facts.reset();
  e.office.jobs.reset();
  const auto rewrite = [&](const FactRecord& record) -> std::optional<std::string> {
    const auto bytes = open_fact(e.office.facts_key, record);
    const auto fact = bytes ? decode_fact(*bytes) : tl::unexpected<Error>(bytes.error());
    if (!fact || !goes.contains(head_of(*fact).viewer.sql())) return std::nullopt;
    return seal_fact(e.office.facts_key, nobodys_fact(record, head_of(*fact)), *e.office.random);
  };
  const auto changed = rewrite_topic(e.office.facts_url, kWatchTopic, rewrite);
  if (changed && e.office.jobs_url.starts_with("log://")) {  // old entries name videos and people
    std::error_code error;
    fs::remove_all(e.office.jobs_url.substr(6), error);
  }
  SOLEIL_TRY(e.office.reopen_queues());
  return changed;
}

// Jobs of those who stay are put again: a job may come twice (job_queue.h).
Result<void> put_jobs(Erasing& e) {
  const auto unfinished = SOLEIL_TRY(
      ids_of(e,
             "SELECT id FROM video WHERE author_id NOT IN {moving} AND source_key <> '' AND "
             "(state = 'processing' OR (state = 'published' AND progress < 100))"));
  for (const int64_t video : unfinished)
    SOLEIL_TRY(e.office.jobs->put(kProcessVideoJob, VideoId::from_sql(video).text(), "{}", ""));
  return {};
}

// ---- rows ---------------------------------------------------------------------------------------

Result<void> keep_forward(Transaction& tx, const Erasing& e, const std::string& page) {
  SOLEIL_TRY(
      tx.run("INSERT INTO carve_out_forward (address_hash, site) VALUES ($1, $2) ON CONFLICT "
             "(address_hash) DO UPDATE SET site = excluded.site",
             {Bytes{forward_hash(page)}, e.plan.buyer.address}));
  return {};
}

Result<void> keep_forwards(Transaction& tx, const Erasing& e) {
  const Rows people =
      SOLEIL_TRY(tx.query(sql_of("SELECT handle FROM account WHERE id IN {moving}", e.words)));
  for (const Row& row : people) SOLEIL_TRY(keep_forward(tx, e, "/@" + row.text_at(0)));
  const Rows videos = SOLEIL_TRY(
      tx.query(sql_of("SELECT id FROM video WHERE author_id IN {moving} AND state = 'published' "
                      "AND visibility <> 'private'",
                      e.words)));
  for (const Row& row : videos)
    SOLEIL_TRY(keep_forward(tx, e, "/v/" + VideoId::from_sql(row.int_at(0)).text()));
  return {};
}

// Who stays is told how many of theirs ended, not which: that would be a list of who went.
Result<void> tell_those_who_stay(Transaction& tx, const Erasing& e) {
  constexpr std::string_view kInsert =
      "INSERT INTO personal_elsewhere (account_id, kind, site, items, created_ms) ";
  constexpr const char* kAgain =
      " ON CONFLICT (account_id, kind, site, thing) DO UPDATE SET items = personal_elsewhere.items "
      "+ excluded.items";
  const auto add = [&](const std::string& select) -> Result<void> {
    SOLEIL_TRY(tx.run(sql_of(std::string(kInsert) + select + kAgain, e.words),
                      {e.plan.buyer.address, e.office.clock->now_ms()}));
    return {};
  };
  SOLEIL_TRY(
      add("SELECT follower_id, 'follow', CAST($1 AS TEXT), count(*), CAST($2 AS BIGINT) FROM "
          "personal_follow WHERE followee_id IN "
          "{moving} AND follower_id NOT IN {moving} GROUP BY follower_id"));
  return add(
      "SELECT account_id, 'like', CAST($1 AS TEXT), count(*), CAST($2 AS BIGINT) FROM "
      "personal_like WHERE account_id NOT IN "
      "{moving} AND video_id IN (SELECT id FROM video WHERE author_id IN {moving}) GROUP BY "
      "account_id");
}

Result<void> delete_rows(Erasing& e) {
  return e.office.database->write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(keep_forwards(tx, e));
    SOLEIL_TRY(tell_those_who_stay(tx, e));
    for (const StayingTable& table : staying_tables())
      SOLEIL_TRY(run_each(tx, table.erase, e.words));
    const auto tables = moved_tables();
    for (auto table = tables.rbegin(); table != tables.rend(); ++table)
      SOLEIL_TRY(run_each(tx, table->erase, e.words));
    SOLEIL_TRY(tx.run("DELETE FROM personal_carve_out WHERE carve_out_id = $1", {e.row.id}));
    return set_carve_state(tx, e.row.id, "erased", e.office.clock->now_ms());
  });
}

Result<void> erase_all(Erasing& e, ErasedCarveOut& done) {
  done.keys = SOLEIL_TRY(destroy_keys(e));
  done.files = SOLEIL_TRY(remove_files(e));
  done.facts = SOLEIL_TRY(rewrite_facts(e));
  SOLEIL_TRY(put_jobs(e));
  return delete_rows(e);
}

}  // namespace

Result<ErasedCarveOut> erase_carve_out(CarveOffice& office, const std::string& signature,
                                       const std::vector<std::string>& approved_by,
                                       const std::string& out) {
  SOLEIL_TRY(check_two_people(approved_by, "An erasure"));
  Erasing e{office, SOLEIL_TRY(find_carve_out(*office.database, "seller")), {}, {}, out};
  const bool is_next = e.row.state == "exported" || e.row.state == "erasing" ||
                       e.row.state == "erased";  // killed before its statement was written
  if (!is_next) return wrong_state(e.row);
  e.plan = SOLEIL_TRY(decode_plan(e.row.plan));
  e.words = scope_of(e.plan, CarveSide::seller).words;
  SOLEIL_TRY(check_signature_of(e, signature));
  if (e.row.state == "exported" && office.clock->now_ms() >= e.row.until_ms)
    return fail(Code::conflict, "freeze_over",
                "The time of this carve-out was over before it was signed, and people have written "
                "since: what the buyer has is not the newest. Roll it back and make a new plan.");
  ErasedCarveOut done;
  if (e.row.state != "erased") {
    SOLEIL_TRY(begin(e, signature));
    SOLEIL_TRY(erase_all(e, done));
  }
  std::error_code error;
  fs::remove(office.data + "/secrets/carve-out.key", error);
  done.absence = SOLEIL_TRY(prove_absence(office, e.row, out));
  office.database.reset();
  done.is_compacted = SOLEIL_TRY(compact_database(office.database_url));
  return done;
}

}  // namespace soleil

#include <fcntl.h>

#include <filesystem>

#include "base/hash.h"
#include "base/text.h"
#include "model/fact.h"
#include "model/video.h"
#include "platform/small_files.h"
#include "residency/carve_out/bundle.h"
#include "residency/carve_out/buyer.h"

namespace soleil {
namespace {

namespace fs = std::filesystem;

struct Importing {
  CarveOffice& office;
  std::string folder;
  std::string plan_text, manifest_text;
  CarveOutPlan plan;
  CarveOutManifest manifest;
  std::string key;  // of the bundle
};

Result<void> check_papers(Importing& im) {
  im.plan_text = SOLEIL_TRY(read_file(im.folder + kBundlePlan));
  im.manifest_text = SOLEIL_TRY(read_file(im.folder + kBundleManifest));
  im.plan = SOLEIL_TRY(decode_plan(im.plan_text));
  im.manifest = SOLEIL_TRY(decode_moved(im.manifest_text, im.plan.seller.sign_key));
  if (im.manifest.plan_sha256 != paper_sha256(im.plan_text))
    return fail(Code::denied, "other_plan", "The bundle's manifest is that of another plan.");
  if (im.plan.buyer.sign_key != im.office.region->sign_key())
    return fail(Code::denied, "for_another_buyer",
                "This bundle is for " + im.plan.buyer.address + ", which has other keys.");
  if (im.plan.region != im.office.here)
    return fail(Code::conflict, "other_region",
                "The bundle is of region " + std::to_string(im.plan.region) +
                    ": set region.index in the configuration, in a new folder.");
  im.key = SOLEIL_TRY(im.office.region->unseal(SOLEIL_TRY(read_file(im.folder + kBundleKey))));
  if (im.key.size() != 32) return bad_bundle("its key");
  return {};
}

// The administrator whom a first start makes may be there; nobody and nothing else.
Result<void> check_empty(const CarveOffice& office) {
  const auto count = [&](const char* sql) -> Result<int64_t> {
    const Rows rows =
        SOLEIL_TRY(office.database->read_as([&](Transaction& tx) { return tx.query(sql); }));
    return rows.at(0).int_at(0);
  };
  const int64_t there =
      SOLEIL_TRY(count("SELECT count(*) FROM account WHERE role <> 'administrator'")) +
      SOLEIL_TRY(count("SELECT count(*) FROM video")) +
      SOLEIL_TRY(count("SELECT count(*) FROM availability_order")) +
      SOLEIL_TRY(office.facts->end(kWatchTopic));
  if (there == 0) return {};
  return fail(Code::conflict, "not_empty",
              "This deployment is in use: a carve-out goes into a new and empty one. Nothing was "
              "changed.");
}

// All of it, before anything is written: a bundle that does not fit changes nothing.
Result<void> check_bundle(const Importing& im) {
  const auto leaves =
      SOLEIL_TRY(sum_bundle(BundleReader(im.folder, im.key), im.manifest.parts, {}));
  if (SumTree(leaves).root() == im.manifest.root) return {};
  return bad_bundle("it does not add up to its manifest");
}

Result<CarveRow> begin(const Importing& im) {
  const auto known = find_carve_out(*im.office.database, "buyer");
  if (known && known->id == im.plan.id) return *known;
  if (known) return wrong_buyer_state(*known);
  if (known.error().code != Code::not_found) return tl::unexpected<Error>(known.error());
  SOLEIL_TRY(check_empty(im.office));
  SOLEIL_TRY(check_bundle(im));
  SOLEIL_TRY(im.office.database->write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run(
        "INSERT INTO carve_out (id, side, state, plan, manifest, until_ms, changed_ms) "
        "VALUES ($1, 'buyer', 'importing', $2, $3, $4, $5)",
        {im.plan.id, im.plan_text, im.manifest_text, im.plan.until_ms, im.office.clock->now_ms()}));
    return {};
  }));
  return find_carve_out(*im.office.database, "buyer");
}

// ---- one part -----------------------------------------------------------------------------------

std::string staged(const Importing& im, const MovedBlob& blob) {
  return im.office.data + "/scratch/carve-out-" + hex_encode(sha256(blob.key)).substr(0, 32);
}

// A large file comes in pieces, perhaps over several runs: it grows beside the others.
Result<void> put_piece(const Importing& im, const MovedRecord& record) {
  const MovedBlob blob = SOLEIL_TRY(decode_blob(record.row));
  const auto size = static_cast<int64_t>(record.extra.size());
  if (!is_blob_key(blob.key) || record.place + size > blob.size)
    return bad_bundle("a file's name or size");
  if (size == blob.size) {
    if (sha256(record.extra) != blob.sha256) return bad_bundle("the file " + blob.key);
    return im.office.blobs->put(blob.key, record.extra);
  }
  const std::string path = staged(im, blob);
  // A run that was cut short behind the last piece: the whole file is in its place already.
  const auto there = im.office.blobs->stat(blob.key);
  if (record.place > 0 && !fs::exists(path) && there && there->size_bytes == blob.size) return {};
  SOLEIL_TRY(make_folders(fs::path(path).parent_path().string()));
  {
    const OwnedFd file = SOLEIL_TRY(open_file(path, O_RDWR | O_CREAT, 0600));
    SOLEIL_TRY(write_all_at(file.get(), record.extra, record.place));
    SOLEIL_TRY(sync_file(file.get()));
  }
  if (record.place + size < blob.size) return {};
  return im.office.blobs->adopt(blob.key, path);
}

struct Part {
  std::vector<MovedRecord> rows;
  std::vector<std::string> facts;
};

Result<Part> read_part(const Importing& im, int64_t number) {
  Part out;
  const size_t tables = moved_tables().size();
  SOLEIL_TRY(BundleReader(im.folder, im.key).visit(number, [&](const MovedRecord& record) {
    if (record.table < tables) out.rows.push_back(record);
    if (record.table > tables) out.facts.push_back(record.row);
    return record.table == tables ? put_piece(im, record) : Result<void>();
  }));
  return out;
}

std::string insert_of(const MovedTable& table) {
  std::string columns, marks;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    columns += (i ? ", " : "") + std::string(table.columns[i].name);
    marks += (i ? ", $" : "$") + std::to_string(i + 1);
  }
  return "INSERT INTO " + std::string(table.name) + " (" + columns + ") VALUES (" + marks + ")";
}

Result<void> insert(const Importing& im, Transaction& tx, const MovedRecord& record) {
  const MovedTable& table = moved_tables()[record.table];
  std::string wrapped;
  if (!record.extra.empty())
    wrapped =
        SOLEIL_TRY(im.office.transfer->take_over(ViewerId::from_sql(record.owner), record.extra));
  SOLEIL_TRY(tx.run(insert_of(table), SOLEIL_TRY(decode_row(table, record.row, wrapped))));
  if (record.table > 0) return {};  // the first table is of accounts
  SOLEIL_TRY(tx.run("INSERT INTO personal_carve_out (account_id, carve_out_id) VALUES ($1, $2)",
                    {record.owner, im.plan.id}));
  return {};
}

// Facts are appended all or none, and nobody else writes: their number tells whether the run that
// was cut short had done it.
Result<int64_t> append_facts(const Importing& im, const CarveRow& row, const Part& part) {
  const auto wanted = row.facts + static_cast<int64_t>(part.facts.size());
  if (!part.facts.empty() && SOLEIL_TRY(im.office.facts->end(kWatchTopic)) == row.facts)
    SOLEIL_TRY(im.office.facts->append_all(kWatchTopic, part.facts));
  return wanted;
}

Result<int64_t> take_part(const Importing& im, CarveRow& row) {
  const int64_t number = row.parts + 1;
  const Part part = SOLEIL_TRY(read_part(im, number));
  const int64_t facts = SOLEIL_TRY(append_facts(im, row, part));
  SOLEIL_TRY(im.office.database->write([&](Transaction& tx) -> Result<void> {
    for (const MovedRecord& record : part.rows) SOLEIL_TRY(insert(im, tx, record));
    SOLEIL_TRY(tx.run("UPDATE carve_out SET parts = $2, facts = $3 WHERE id = $1",
                      {im.plan.id, number, facts}));
    return {};
  }));
  row.parts = number;
  row.facts = facts;
  return static_cast<int64_t>(part.rows.size() + part.facts.size());
}

// What was still being made goes on being made here.
Result<void> put_jobs(const CarveOffice& office) {
  const Rows rows = SOLEIL_TRY(office.database->read_as([](Transaction& tx) {
    return tx.query(
        "SELECT id FROM video WHERE source_key <> '' AND (state = 'processing' OR (state = "
        "'published' AND progress < 100)) LIMIT 100000");
  }));
  for (const Row& row : rows)
    SOLEIL_TRY(
        office.jobs->put(kProcessVideoJob, VideoId::from_sql(row.int_at(0)).text(), "{}", ""));
  return {};
}

}  // namespace

tl::unexpected<Error> wrong_buyer_state(const CarveRow& row) {
  return fail(Code::conflict, "carve_out_is_" + row.state,
              "The carve-out " + row.id + " is " + row.state + " here: this step is not its next.");
}

Result<std::string> offer_carve_out(const CarveOffice& office) {
  CarveOutOffer offer{this_operator(office, SOLEIL_TRY(office.transfer->service_keys())),
                      office.here};
  return encode_offer(offer, *office.region);
}

Result<Imported> import_carve_out(CarveOffice& office, const std::string& folder) {
  Importing im{office, folder, {}, {}, {}, {}, {}};
  SOLEIL_TRY(check_papers(im));
  CarveRow row = SOLEIL_TRY(begin(im));
  if (row.state != "importing") return wrong_buyer_state(row);
  Imported out{im.manifest, im.manifest.persons, 0};
  while (row.parts < im.manifest.parts) out.records += SOLEIL_TRY(take_part(im, row));
  SOLEIL_TRY(put_jobs(office));
  SOLEIL_TRY(log_carve_out(office, row.id, "imported", paper_sha256(im.manifest_text)));
  SOLEIL_TRY(office.database->write([&](Transaction& tx) {
    return set_carve_state(tx, row.id, "imported", office.clock->now_ms());
  }));
  return out;
}

}  // namespace soleil

#include <filesystem>

#include <algorithm>
#include <chrono>
#include <thread>

#include "platform/small_files.h"
#include "residency/carve_out/bundle.h"
#include "residency/carve_out/persons_tree.h"
#include "residency/carve_out/seller.h"

namespace soleil {
namespace {

// The freeze's entry in the log, with its proof.
Result<HandOver> logged_freeze(const CarveOffice& office, const std::string& id) {
  constexpr int kTries = 100;
  constexpr auto kBetween = std::chrono::milliseconds(50);
  for (const LoggedEntry& entry : SOLEIL_TRY(office.ledger->entries(LogName::legal))) {
    const auto freeze = decode_freeze(entry.text);
    if (!freeze || freeze->carve_out != id) continue;
    for (int i = 0;; ++i) {  // the checkpoint may be on its way
      auto proof = office.ledger->prove(LogName::legal, entry.index);
      if (proof) return HandOver{entry.text, std::move(*proof), 0, {}};
      if (i == kTries) return tl::unexpected<Error>(proof.error());
      std::this_thread::sleep_for(kBetween);
    }
  }
  return fail(Code::corrupt, "freeze_not_logged", "The log `legal` does not have this carve-out.");
}

// Fingerprint, and the key sealed to the buyer's service.
TellKey hand_over(const CarveOffice& office, const HandOver& freeze,
                  const std::vector<int64_t>& persons, const PersonsTree& tree) {
  return [&office, freeze, &persons, &tree](ViewerId person,
                                            const std::string& wrapped) -> Result<ToldKey> {
    HandOver shown = freeze;
    const auto at = std::ranges::lower_bound(persons, person.sql());
    shown.place = static_cast<uint64_t>(at - persons.begin());
    shown.path = tree.prove(shown.place);
    ToldKey out{SOLEIL_TRY(key_fingerprint(office, person, wrapped)), {}};
    out.sealed = SOLEIL_TRY(office.transfer->hand_over(person, wrapped, shown));
    return out;
  };
}

Result<int64_t> write_parts(CarveOffice& office, const CarveRow& row, const CarveOutPlan& plan,
                            BundleWriter& writer) {
  MovingScope scope = scope_of(plan, CarveSide::seller);
  scope.with_pieces = true;
  const auto persons = SOLEIL_TRY(moving_persons(*office.database, row.id));
  const PersonsTree tree(persons);
  const HandOver freeze = SOLEIL_TRY(logged_freeze(office, row.id));
  const auto reader = SOLEIL_TRY(MovingReader::open(office.stores(), std::move(scope),
                                                    hand_over(office, freeze, persons, tree)));
  const BundlePlace from = writer.place();
  for (size_t table = from.table; table < summed_names().size(); ++table)
    SOLEIL_TRY(reader.visit(table, table == from.table ? from.records : 0,
                            [&](const MovedRecord& record) { return writer.add(record); }));
  return writer.finish();
}

// The same sums of what lies in the bundle and of what the database says now: what was written is
// what was meant, can be read back, and nothing has changed in between.
Result<std::vector<Leaf>> check_bundle(CarveOffice& office, const CarveOutPlan& plan,
                                       const std::string& folder, int64_t parts) {
  const auto reader = SOLEIL_TRY(MovingReader::open(
      office.stores(), scope_of(plan, CarveSide::seller), fingerprints_only(office)));
  auto meant = SOLEIL_TRY(reader.sum());
  const auto written =
      SOLEIL_TRY(sum_bundle(BundleReader(folder, office.bundle_key), parts, reader.persons()));
  const auto other = differences(meant, written, 1);
  if (other.empty()) return meant;
  return fail(Code::conflict, "changed_meanwhile",
              "The bundle is not what is here now (" + other[0] +
                  "): something was changed between two runs. Remove " + folder +
                  " and export again.");
}

Result<void> finish(CarveOffice& office, const CarveRow& row, const std::string& manifest,
                    const std::string& folder) {
  const CarveOutPlan plan = SOLEIL_TRY(decode_plan(row.plan));
  SOLEIL_TRY(replace_file(folder + kBundlePlan, row.plan));
  SOLEIL_TRY(replace_file(folder + kBundleKey,
                          RegionKeys::seal(office.bundle_key, plan.buyer.box_key).bytes()));
  SOLEIL_TRY(replace_file(folder + kBundleManifest, manifest));
  SOLEIL_TRY(log_carve_out(office, row.id, "exported", paper_sha256(manifest)));
  return office.database->write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run("UPDATE carve_out SET manifest = $2 WHERE id = $1", {row.id, manifest}));
    return set_carve_state(tx, row.id, "exported", office.clock->now_ms());
  });
}

}  // namespace

tl::unexpected<Error> wrong_state(const CarveRow& row) {
  return fail(Code::conflict, "carve_out_is_" + row.state,
              "The carve-out " + row.id + " is " + row.state + ": this step is not its next one.");
}

Result<Exported> export_carve_out(CarveOffice& office, const std::string& folder) {
  const CarveRow row = SOLEIL_TRY(find_carve_out(*office.database, "seller"));
  if (row.state != "frozen" && row.state != "exported") return wrong_state(row);
  if (office.clock->now_ms() >= row.until_ms)
    return fail(Code::conflict, "freeze_over",
                "The time of this carve-out is over, and people write again. Roll it back and make "
                "a new plan.");
  const CarveOutPlan plan = SOLEIL_TRY(decode_plan(row.plan));
  auto writer = SOLEIL_TRY(BundleWriter::open(folder, office.bundle_key));
  Exported out;
  out.parts_before = writer.place().parts;
  out.manifest.parts = SOLEIL_TRY(write_parts(office, row, plan, writer));
  const SumTree tree(SOLEIL_TRY(check_bundle(office, plan, folder, out.manifest.parts)));
  out.manifest.plan_sha256 = paper_sha256(row.plan);
  out.manifest.persons = plan.persons;
  out.manifest.root = tree.root();
  SOLEIL_TRY(finish(office, row, encode_moved(out.manifest, *office.region), folder));
  return out;
}

Result<void> roll_back_carve_out(CarveOffice& office, const std::string& bundle) {
  const CarveRow row = SOLEIL_TRY(find_carve_out(*office.database, "seller"));
  if (row.state == "erasing" || row.state == "erased")
    return fail(
        Code::conflict, "already_signed",
        "The buyer has signed, and this carve-out is " + row.state + ": it can't be taken back.");
  if (row.state == "rolled_back") return wrong_state(row);
  SOLEIL_TRY(log_carve_out(office, row.id, "rolled_back", paper_sha256(row.plan)));
  std::error_code error;
  std::filesystem::remove(office.data + "/secrets/carve-out.key", error);
  if (!bundle.empty() && std::filesystem::exists(bundle + kBundleJournal, error))
    std::filesystem::remove_all(bundle, error);
  return office.database->write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run("DELETE FROM personal_carve_out WHERE carve_out_id = $1", {row.id}));
    return set_carve_state(tx, row.id, "rolled_back", office.clock->now_ms());
  });
}

}  // namespace soleil

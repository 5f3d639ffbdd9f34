#include "platform/small_files.h"
#include "residency/carve_out/bundle.h"
#include "residency/carve_out/buyer.h"

namespace soleil {
namespace {

constexpr size_t kDifferencesMax = 10;

// Which person and table: told by the bundle, whose own sums must be those of the manifest.
Result<std::vector<std::string>> find_differences(const CarveOffice& office,
                                                  const CarveOutManifest& manifest,
                                                  const std::string& folder,
                                                  const MovingReader& reader,
                                                  const std::vector<Leaf>& here) {
  if (folder.empty()) return std::vector<std::string>{"Give the bundle to see where: --bundle DIR"};
  const std::string key =
      SOLEIL_TRY(office.region->unseal(SOLEIL_TRY(read_file(folder + kBundleKey))));
  const auto there =
      SOLEIL_TRY(sum_bundle(BundleReader(folder, key), manifest.parts, reader.persons()));
  if (SumTree(there).root() != manifest.root)
    return std::vector<std::string>{"The bundle itself is not what its manifest says."};
  return differences(there, here, kDifferencesMax);
}

// Each person gets the proof of their own leaf.
Result<void> keep_leaves(const CarveOffice& office, const std::string& id,
                         const std::vector<Leaf>& leaves, const SumTree& tree) {
  return office.database->write([&](Transaction& tx) -> Result<void> {
    for (size_t i = 0; i < leaves.size(); ++i)
      SOLEIL_TRY(
          tx.run("UPDATE personal_carve_out SET leaf = $3, proof = $4 WHERE account_id = $1 AND "
                 "carve_out_id = $2",
                 {leaves[i].person, id, leaf_text(leaves[i]), encode_proof(tree.prove(i))}));
    return {};
  });
}

Result<void> keep_signature(const CarveOffice& office, const CarveRow& row,
                            const std::string& signature) {
  SOLEIL_TRY(log_carve_out(office, row.id, "signed", paper_sha256(signature)));
  return office.database->write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(tx.run("UPDATE carve_out SET signature = $2 WHERE id = $1", {row.id, signature}));
    return set_carve_state(tx, row.id, "signed", office.clock->now_ms());
  });
}

}  // namespace

Result<Verified> verify_carve_out(CarveOffice& office, const std::string& folder) {
  const CarveRow row = SOLEIL_TRY(find_carve_out(*office.database, "buyer"));
  if (row.state == "importing") return wrong_buyer_state(row);
  const CarveOutPlan plan = SOLEIL_TRY(decode_plan(row.plan));
  const auto manifest = SOLEIL_TRY(decode_moved(row.manifest, plan.seller.sign_key));
  const auto reader = SOLEIL_TRY(MovingReader::open(
      office.stores(), scope_of(plan, CarveSide::buyer), fingerprints_only(office)));
  const auto leaves = SOLEIL_TRY(reader.sum());
  const SumTree tree(leaves);
  Verified out{row.signature, tree.root(), {}};
  if (tree.root() != manifest.root) {
    out.signature.clear();
    out.differences = SOLEIL_TRY(find_differences(office, manifest, folder, reader, leaves));
    return out;
  }
  if (row.state == "signed") return out;
  SOLEIL_TRY(keep_leaves(office, row.id, leaves, tree));
  out.signature = encode_signature({manifest.plan_sha256, tree.root()}, *office.region);
  SOLEIL_TRY(keep_signature(office, row, out.signature));
  return out;
}

}  // namespace soleil

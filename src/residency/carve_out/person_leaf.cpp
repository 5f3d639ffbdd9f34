#include "residency/carve_out/person_leaf.h"

#include "base/json.h"
#include "residency/carve_out/papers.h"

namespace soleil {
namespace {

constexpr int64_t kElsewhereMax = 10'000;  // that are shown

std::string address_of(const Row& row) {
  const std::string& site = row.text_at(1);
  const int64_t thing = row.int_at(2);
  if (thing == 0) return site;
  if (row.text_at(0) == "follow") return site + "/@" + row.text_at(3);
  return site + "/v/" + VideoId::from_sql(thing).text();
}

Result<std::vector<Elsewhere>> elsewhere_of(Transaction& tx, AccountId person) {
  const Rows rows = SOLEIL_TRY(
      tx.query("SELECT kind, site, thing, handle, items, created_ms FROM personal_elsewhere WHERE "
               "account_id = $1 ORDER BY created_ms DESC LIMIT $2",
               {person.sql(), kElsewhereMax}));
  std::vector<Elsewhere> out;
  for (const Row& row : rows)
    out.push_back({row.text_at(0), address_of(row), row.int_at(4), row.int_at(5)});
  return out;
}

}  // namespace

Result<PersonCarveOut> carve_out_of(Database& database, AccountId person) {
  return database.read_as([&](Transaction& tx) -> Result<PersonCarveOut> {
    PersonCarveOut out;
    out.elsewhere = SOLEIL_TRY(elsewhere_of(tx, person));
    const Rows rows = SOLEIL_TRY(tx.query(
        "SELECT c.state, c.until_ms, c.plan, c.manifest, c.signature, p.leaf, p.proof FROM "
        "personal_carve_out p JOIN carve_out c ON c.id = p.carve_out_id WHERE p.account_id = $1",
        {person.sql()}));
    if (rows.empty()) return out;
    const Row& row = rows[0];
    out.state = row.text_at(0);
    out.until_ms = row.int_at(1);
    if (row.text_at(5).empty()) return out;
    out.plan = row.text_at(2);
    out.manifest = row.text_at(3);
    out.signature = row.text_at(4);
    out.leaf = row.text_at(5);
    out.proof = row.text_at(6);
    return out;
  });
}

Result<CheckedLeaf> check_person_leaf(std::string_view file) {
  const auto said = SOLEIL_TRY(parse_json_object(file));
  const std::string plan_text = SOLEIL_TRY(string_field(said, "plan"));
  const CarveOutPlan plan = SOLEIL_TRY(decode_plan(plan_text));
  const auto manifest =
      SOLEIL_TRY(decode_moved(SOLEIL_TRY(string_field(said, "manifest")), plan.seller.sign_key));
  const auto signature = SOLEIL_TRY(
      decode_signature(SOLEIL_TRY(string_field(said, "signature")), plan.buyer.sign_key));
  CheckedLeaf out{{}, paper_sha256(plan_text), plan.seller.address, plan.buyer.address};
  if (manifest.plan_sha256 != out.plan_sha256)
    return fail(Code::denied, "other_plan", "The manifest is that of another plan.");
  if (signature.plan_sha256 != out.plan_sha256 || signature.root != manifest.root)
    return fail(Code::denied, "other_root", "Seller and buyer have signed different things.");
  out.leaf = SOLEIL_TRY(parse_leaf(SOLEIL_TRY(string_field(said, "leaf"))));
  const auto proof = SOLEIL_TRY(decode_proof(SOLEIL_TRY(string_field(said, "proof"))));
  SOLEIL_TRY(check_leaf(out.leaf, proof, manifest.root));
  return out;
}

}  // namespace soleil

#include "residency/key_transfer.h"

#include <cstring>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/proof_file.h"

namespace soleil {
namespace {

constexpr size_t kKeyBytes = 32;

tl::unexpected<Error> bad_freeze() {
  return fail(Code::invalid, "bad_freeze", "This entry of the log is not a carve-out's freeze.");
}

tl::unexpected<Error> denied(const char* reason, const char* what) {
  return fail(Code::denied, reason, what);
}

}  // namespace

std::string transfer_context(ViewerId person) {
  return "soleil person key v1\n" + person.text() + "\n";
}

std::string approver_hash(std::string_view carve_out, std::string_view name) {
  return hex_encode(
             sha256("soleil approver v1\n" + std::string(carve_out) + "\n" + std::string(name)))
      .substr(0, 16);
}

std::string encode_service_keys(const ServiceKeys& keys) {
  return keys.transfer + keys.receipts;
}

Result<ServiceKeys> decode_service_keys(std::string_view bytes) {
  if (bytes.size() <= kKeyBytes)
    return fail(Code::corrupt, "bad_answer", "The key service answered something else.");
  return ServiceKeys{std::string(bytes.substr(0, kKeyBytes)), std::string(bytes.substr(kKeyBytes))};
}

std::string hashes_text(const std::vector<TreeHash>& hashes) {
  std::string out;
  for (const TreeHash& hash : hashes) out += bytes_of(hash);
  return out;
}

Result<std::vector<TreeHash>> hashes_from(std::string_view bytes) {
  std::vector<TreeHash> out(bytes.size() / sizeof(TreeHash));
  if (bytes.size() % sizeof(TreeHash) != 0)
    return fail(Code::invalid, "bad_proof", "The proof is cut off.");
  for (size_t i = 0; i < out.size(); ++i)
    std::memcpy(out[i].data(), bytes.data() + i * sizeof(TreeHash), sizeof(TreeHash));
  return out;
}

std::string encode_freeze(const FreezeEntry& e) {
  json::array by;
  for (const std::string& who : e.approved_by) by.emplace_back(who);
  return json::serialize(json::object{{"kind", "carve_out"},
                                      {"version", 1},
                                      {"event", "frozen"},
                                      {"id", e.carve_out},
                                      {"plan_sha256", e.plan_sha256},
                                      {"buyer", e.buyer},
                                      {"transfer_key", base64_encode(e.transfer_key)},
                                      {"persons", static_cast<int64_t>(e.persons.size)},
                                      {"persons_root", base64_of(e.persons.root)},
                                      {"until_ms", e.until_ms},
                                      {"approved_by", std::move(by)}});
}

Result<FreezeEntry> decode_freeze(std::string_view text) {
  const auto o = SOLEIL_TRY(parse_json_object(text));
  if (string_field(o, "kind").value_or("") != "carve_out" ||
      string_field(o, "event").value_or("") != "frozen")
    return bad_freeze();
  FreezeEntry out;
  out.carve_out = SOLEIL_TRY(string_field(o, "id"));
  out.plan_sha256 = SOLEIL_TRY(string_field(o, "plan_sha256"));
  out.buyer = SOLEIL_TRY(string_field(o, "buyer"));
  out.transfer_key = base64_decode(SOLEIL_TRY(string_field(o, "transfer_key"))).value_or("");
  out.persons.size = static_cast<uint64_t>(SOLEIL_TRY(int_field(o, "persons")));
  out.persons.root = SOLEIL_TRY(hash_from_base64(SOLEIL_TRY(string_field(o, "persons_root"))));
  out.until_ms = SOLEIL_TRY(int_field(o, "until_ms"));
  const auto* by = o.if_contains("approved_by");
  if (out.transfer_key.size() != kKeyBytes || !by || !by->is_array()) return bad_freeze();
  for (const json::value& who : by->get_array()) {
    if (!who.is_string()) return bad_freeze();
    out.approved_by.emplace_back(who.get_string());
  }
  return out;
}

Result<FreezeEntry> check_hand_over(const Policy& policy, ViewerId person, const HandOver& shown,
                                    int64_t now_ms) {
  const LogProof proof = SOLEIL_TRY(parse_proof(shown.proof));
  const TrustedCheckpoint trusted = SOLEIL_TRY(check_proof(policy, proof, shown.entry));
  if (!trusted.checkpoint.origin.ends_with("/legal"))
    return denied("other_log", "The proof is of another log.");
  FreezeEntry entry = SOLEIL_TRY(decode_freeze(shown.entry));
  if (entry.approved_by.size() != 2 || entry.approved_by[0] == entry.approved_by[1])
    return denied("two_approvers_needed", "Two people must have approved a carve-out.");
  if (now_ms >= entry.until_ms)
    return denied("freeze_over", "The time of this carve-out is over. Make a new plan.");
  const auto included =
      check_inclusion(shown.place, leaf_hash(person.text()), entry.persons, shown.path);
  if (!included)
    return denied("not_in_carve_out", "This person is not among those whom the carve-out names.");
  return entry;
}

}  // namespace soleil

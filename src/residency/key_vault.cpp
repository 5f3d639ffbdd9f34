#include "residency/key_vault.h"

#include <algorithm>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/proof_file.h"

namespace soleil {
namespace {

std::string wrap_context(ViewerId person) {
  return "soleil/person/1 " + person.text();
}

std::string class_purpose(DataClass data) {
  return "soleil/class/1 " + std::string(class_name(data));
}

tl::unexpected<Error> denied(const char* reason, const char* what) {
  return fail(Code::denied, reason, what);
}

// Of this log of the policy, and no other that it also trusts.
Result<void> check_log(const TrustedCheckpoint& trusted, std::string_view log) {
  if (trusted.checkpoint.origin.ends_with("/" + std::string(log))) return {};
  return denied("other_log", "The proof is of another log.");
}

PersonKey tag_key_of(const SecretKey& person) {
  const SecretKey key = derived(person, "soleil/tags/1");
  PersonKey out;
  std::copy(key.view().begin(), key.view().end(), out.begin());
  return out;
}

}  // namespace

Result<SecretKey> KeyVault::person_key(ViewerId person, const std::string& wrapped) const {
  if (folder_.destroyed.has(sha256(wrapped)))
    return denied("key_destroyed", "This person's key was destroyed when they were forgotten.");
  std::string bytes = SOLEIL_TRY(opened(folder_.region, wrap_context(person), wrapped));
  const SecretKey key(bytes);
  wipe(bytes);
  return key;
}

Result<std::string> KeyVault::make(ViewerId person) {
  const SecretKey key = SecretKey::make(random_);
  return sealed(folder_.region, wrap_context(person), key.view(), random_);
}

Result<std::string> KeyVault::seal(ViewerId person, const std::string& wrapped, DataClass data,
                                   std::string_view text) {
  std::lock_guard lock(mutex_);
  const SecretKey key = SOLEIL_TRY(person_key(person, wrapped));
  return sealed(derived(key, class_purpose(data)), class_name(data), text, random_);
}

Result<void> KeyVault::check_grant(ViewerId person, DataClass data,
                                   const std::string& grant) const {
  const auto at = grants_.find(grant);
  if (at != grants_.end() && at->second.person == person &&
      std::ranges::count(at->second.scope, data) && clock_.now_ms() < at->second.expires_ms)
    return {};
  return denied("no_grant", "Nobody was granted to read this now. Ask for access.");
}

Result<std::string> KeyVault::open(ViewerId person, const std::string& wrapped, DataClass data,
                                   std::string_view sealed, const std::string& grant) {
  std::lock_guard lock(mutex_);
  if (!grant.empty()) SOLEIL_TRY(check_grant(person, data, grant));
  if (grant.empty() && needs_grant(data))
    return denied("needs_grant", "This is opened for a human with a granted access only.");
  const SecretKey key = SOLEIL_TRY(person_key(person, wrapped));
  auto text = opened(derived(key, class_purpose(data)), class_name(data), sealed);
  Counts& counts = counts_[static_cast<size_t>(data)];
  if (text) ++(grant.empty() ? counts.by_program : counts.by_grant);
  return text;
}

Result<PersonKey> KeyVault::tag_key(ViewerId person, const std::string& wrapped) {
  std::lock_guard lock(mutex_);
  return tag_key_of(SOLEIL_TRY(person_key(person, wrapped)));
}

SecretKey facts_key_of(const SecretKey& region) {
  return derived(region, "soleil/facts/1");
}

Result<SecretKey> KeyVault::facts_key() {
  return facts_key_of(folder_.region);
}

// That the entry commits to the body, with the person's own tag, and that the log `access` has it.
Result<AccessBody> KeyVault::check_request(const ReleaseRequest& request) const {
  const AccessEntry entry = SOLEIL_TRY(parse_access_entry(request.entry));
  const SecretKey key = SOLEIL_TRY(person_key(request.person, request.wrapped));
  const Disclosure& shown = request.disclosure;
  if (entry.commit != commitment_of(shown.salt, shown.body) ||
      entry.tag != tag_of(tag_key_of(key), shown.counter))
    return denied("other_entry", "What was logged is not this access to this person.");
  const LogProof proof = SOLEIL_TRY(parse_proof(request.proof));
  SOLEIL_TRY(check_log(SOLEIL_TRY(check_proof(folder_.policy, proof, request.entry)), "access"));
  AccessBody body = SOLEIL_TRY(decode_access(shown.body));
  SOLEIL_TRY(check_access(body, clock_.now_ms()));
  return body;
}

Result<std::string> KeyVault::release(const ReleaseRequest& request) {
  std::lock_guard lock(mutex_);
  const AccessBody body = SOLEIL_TRY(check_request(request));
  const std::string leaf(bytes_of(leaf_hash(request.entry)));
  if (folder_.spent.has(leaf))
    return fail(Code::conflict, "proof_used", "This proof was used already. Ask for access again.");
  SOLEIL_TRY(folder_.spent.add(leaf));
  std::erase_if(grants_, [&](auto& one) { return one.second.expires_ms <= clock_.now_ms(); });
  std::string grant = random_.token(32);
  grants_[grant] = {request.person, body.scope, body.expires_ms};
  return grant;
}

std::string KeyVault::signed_note(const std::string& text) const {
  return text + "\n" + signature_line(folder_.service.sign(text));
}

Result<std::string> KeyVault::destroy(ViewerId person, const std::string& wrapped) {
  std::lock_guard lock(mutex_);
  const std::string hash = sha256(wrapped);
  if (!folder_.destroyed.has(hash)) {
    SOLEIL_TRY(person_key(person, wrapped));
    SOLEIL_TRY(folder_.destroyed.add(hash));
  }
  std::erase_if(grants_, [&](auto& one) { return one.second.person == person; });
  return signed_note("soleil key destroyed v1\nperson: " + person.text() +
                     "\nwrapped_key_sha256: " + hex_encode(hash) +
                     "\nat_ms: " + std::to_string(clock_.now_ms()) + "\n");
}

Result<std::string> KeyVault::statement() {
  std::lock_guard lock(mutex_);
  std::string lines;
  for (size_t i = 0; i < counts_.size(); ++i)
    if (counts_[i].by_program + counts_[i].by_grant > 0)
      lines += std::string(kDataClasses[i]) + ": " + std::to_string(counts_[i].by_program) +
               " by program, " + std::to_string(counts_[i].by_grant) + " by grant\n";
  if (lines.empty()) return std::string();
  const int64_t now_ms = clock_.now_ms();
  const std::string text = "soleil keys opened v1\nrun_ms: " + std::to_string(run_ms_) +
                           "\nnumber: " + std::to_string(number_++) +
                           "\nprogram_sha256: " + program_ +
                           "\nfrom_ms: " + std::to_string(since_ms_) +
                           "\nto_ms: " + std::to_string(now_ms) + "\n" + lines;
  counts_ = {};
  since_ms_ = now_ms;
  return signed_note(text);
}

RegionKeys KeyVault::transfer_keys() const {
  return RegionKeys(derived(folder_.region, "soleil/transfer/1").view());
}

Result<ServiceKeys> KeyVault::service_keys() {
  return ServiceKeys{transfer_keys().box_key(), verifier().text()};
}

Result<std::string> KeyVault::hand_over(ViewerId person, const std::string& wrapped,
                                        const HandOver& shown) {
  std::lock_guard lock(mutex_);
  const FreezeEntry entry =
      SOLEIL_TRY(check_hand_over(folder_.policy, person, shown, clock_.now_ms()));
  const SecretKey key = SOLEIL_TRY(person_key(person, wrapped));
  std::string parcel = transfer_context(person) + std::string(key.view());
  std::string out = RegionKeys::seal(parcel, entry.transfer_key).bytes();
  wipe(parcel);
  return out;
}

Result<std::string> KeyVault::take_over(ViewerId person, const std::string& sealed_key) {
  std::string parcel = SOLEIL_TRY(transfer_keys().unseal(sealed_key));
  const std::string context = transfer_context(person);
  if (!parcel.starts_with(context) || parcel.size() != context.size() + 32)
    return fail(Code::corrupt, "bad_seal", "This is not the key of this person.");
  const SecretKey key(std::string_view(parcel).substr(context.size()));
  wipe(parcel);
  return sealed(folder_.region, wrap_context(person), key.view(), random_);
}

Result<void> KeyVault::check_program(const std::string& sha256, const std::string& entry,
                                     const std::string& proof) {
  std::lock_guard lock(mutex_);
  const LogProof parsed = SOLEIL_TRY(parse_proof(proof));
  SOLEIL_TRY(check_log(SOLEIL_TRY(check_proof(folder_.policy, parsed, entry)), "release"));
  const auto said = parse_json_object(entry);
  if (!said || string_field(*said, "sha256").value_or("") != sha256)
    return denied("not_released", "The program that asks is not the one that the log has.");
  program_ = sha256;
  return {};
}

}  // namespace soleil

#include "ledger/entry.h"

#include <cstring>

#include "base/check.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kTagPurpose = "soleil/ledger/tag/1";
constexpr std::string_view kCommitPurpose = "soleil/ledger/commit/1";

template <size_t N>
std::string_view view(const std::array<uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}

TreeHash hash_of(const std::string& bytes) {
  TreeHash out;
  SOLEIL_CHECK(bytes.size() == out.size());
  std::memcpy(out.data(), bytes.data(), out.size());
  return out;
}

tl::unexpected<Error> bad_entry() {
  return fail(Code::invalid, "bad_entry", "This is not an entry of an access log.");
}

}  // namespace

std::string bucket_of(int64_t time_ms) {
  return rfc3339(time_ms).substr(0, 13) + "Z";  // "2026-11-26T11"
}

// The purpose and the counter have fixed lengths, so no two inputs are the same bytes.
TreeHash tag_of(const PersonKey& key, uint64_t counter) {
  std::string message(kTagPurpose);
  for (int shift = 56; shift >= 0; shift -= 8) message += static_cast<char>(counter >> shift);
  return hash_of(hmac_sha256(view(key), message));
}

TreeHash commitment_of(const Salt& salt, std::string_view body) {
  return hash_of(sha256(std::string(kCommitPurpose) + std::string(view(salt)) + std::string(body)));
}

AccessEntry access_entry(const PersonKey& key, const Disclosure& disclosure, int64_t time_ms) {
  return {bucket_of(time_ms), tag_of(key, disclosure.counter),
          commitment_of(disclosure.salt, disclosure.body)};
}

AccessEntry decoy_entry(int64_t time_ms, Random& random) {
  AccessEntry entry{bucket_of(time_ms), {}, {}};
  random.fill(std::as_writable_bytes(std::span(entry.tag)));
  random.fill(std::as_writable_bytes(std::span(entry.commit)));
  return entry;
}

std::string padded(std::string json) {
  const size_t blocks = (json.size() + kEntryPadBytes - 1) / kEntryPadBytes;
  json.resize(std::max<size_t>(blocks, 1) * kEntryPadBytes, ' ');
  return json;
}

std::string entry_text(const AccessEntry& entry) {
  return padded(json::serialize(json::object{{"kind", "access"},
                                             {"version", 1},
                                             {"bucket", entry.bucket},
                                             {"tag", base64_of(entry.tag)},
                                             {"commit", base64_of(entry.commit)}}));
}

Result<AccessEntry> parse_access_entry(std::string_view text) {
  const auto object = parse_json_object(text);
  if (!object) return bad_entry();
  const auto bucket = string_field(*object, "bucket");
  const auto tag = string_field(*object, "tag"), commit = string_field(*object, "commit");
  if (!bucket || !tag || !commit) return bad_entry();
  const TreeHash tag_bytes = SOLEIL_TRY(hash_from_base64(*tag));
  const TreeHash commit_bytes = SOLEIL_TRY(hash_from_base64(*commit));
  const AccessEntry entry{*bucket, tag_bytes, commit_bytes};
  if (entry_text(entry) != text) return bad_entry();
  return entry;
}

std::vector<AccessEntry> arranged(std::vector<AccessEntry> batch, size_t multiple, int64_t time_ms,
                                  Random& random) {
  while (batch.size() % std::max<size_t>(multiple, 1))
    batch.push_back(decoy_entry(time_ms, random));
  for (size_t i = batch.size(); i > 1; --i) std::swap(batch[i - 1], batch[random.below(i)]);
  return batch;
}

}  // namespace soleil

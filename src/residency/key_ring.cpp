#include "residency/key_ring.h"

#include "base/text.h"

namespace soleil {
namespace {

constexpr std::string_view kSealed = "sealed:1:";
constexpr size_t kKnownMax = 100'000;
constexpr int64_t kUnusedMs = 86'400'000;  // a key may be made just before the row it is for

}  // namespace

bool is_sealed(std::string_view stored) {
  return stored.starts_with(kSealed);
}

Result<std::string> KeyRing::stored_key(ViewerId person) {
  Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT wrapped FROM personal_key WHERE person_id = $1", {person.sql()});
  }));
  return rows.empty() ? "" : rows[0].text_at(0);
}

Result<std::string> KeyRing::wrapped(ViewerId person) {
  {
    std::lock_guard lock(mutex_);
    if (const auto at = known_.find(person); at != known_.end()) return at->second;
  }
  std::string key = SOLEIL_TRY(stored_key(person));
  if (key.empty()) {
    const std::string made = SOLEIL_TRY(keys_.make(person));
    SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
      return tx.run(
          "INSERT INTO personal_key (person_id, wrapped, made_ms) VALUES ($1, $2, $3) "
          "ON CONFLICT (person_id) DO NOTHING",
          {person.sql(), Bytes{made}, clock_.now_ms()});
    }));
    key = SOLEIL_TRY(stored_key(person));  // of two that come at once, one has made it
  }
  std::lock_guard lock(mutex_);
  if (known_.size() >= kKnownMax) known_.clear();
  return known_[person] = key;
}

Result<std::string> KeyRing::seal(ViewerId person, DataClass data, std::string_view text) {
  if (text.empty()) return std::string();
  const std::string key = SOLEIL_TRY(wrapped(person));
  return std::string(kSealed) + base64_encode(SOLEIL_TRY(keys_.seal(person, key, data, text)));
}

Result<std::string> KeyRing::open(ViewerId person, DataClass data, std::string_view stored,
                                  const std::string& grant) {
  if (!is_sealed(stored)) return std::string(stored);
  const auto bytes = base64_decode(stored.substr(kSealed.size()));
  if (!bytes) return fail(Code::corrupt, "bad_seal", "A sealed text is damaged.");
  return keys_.open(person, SOLEIL_TRY(wrapped(person)), data, *bytes, grant);
}

Result<std::string> KeyRing::destroy(ViewerId person) {
  const std::string key = SOLEIL_TRY(stored_key(person));
  if (key.empty()) return std::string();
  std::string receipt = SOLEIL_TRY(keys_.destroy(person, key));
  std::lock_guard lock(mutex_);
  known_.erase(person);
  return receipt;
}

Result<void> KeyRing::sweep() {
  const Rows gone = SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.query(
        "DELETE FROM personal_key WHERE made_ms < $1 AND person_id NOT IN (SELECT id FROM account) "
        "AND person_id NOT IN (SELECT viewer_id FROM personal_control) AND person_id NOT IN "
        "(SELECT reporter_id FROM personal_report) AND person_id NOT IN (SELECT person_id FROM "
        "personal_touch) RETURNING person_id",
        {clock_.now_ms() - kUnusedMs});
  }));
  std::lock_guard lock(mutex_);
  for (const Row& row : gone) known_.erase(ViewerId::from_sql(row.int_at(0)));
  return {};
}

}  // namespace soleil

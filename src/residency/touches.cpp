#include "residency/touches.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "base/json.h"

namespace soleil {
namespace {

constexpr int64_t kTouchesMax = 10'000;  // of one person, that are shown

Touch touch_from(const Row& row) {
  Touch out;
  out.person = ViewerId::from_sql(row.int_at(0));
  out.disclosure.counter = static_cast<uint64_t>(row.int_at(1));
  const std::string& salt = row.text_at(2);
  std::memcpy(out.disclosure.salt.data(), salt.data(),
              std::min(salt.size(), out.disclosure.salt.size()));
  out.disclosure.body = row.text_at(3);
  out.log_index = row.int_at(4);
  out.made_ms = row.int_at(5);
  out.is_seen = row.int_at(6) != 0;
  return out;
}

}  // namespace

Salt Touches::new_salt() const {
  Salt salt;
  random_.fill(std::as_writable_bytes(std::span(salt)));
  return salt;
}

Result<Touch> Touches::keep(Transaction& tx, ViewerId person, const Salt& salt,
                            const std::string& body) {
  const Rows last = SOLEIL_TRY(
      tx.query("SELECT coalesce(max(counter), -1) FROM personal_touch WHERE person_id = $1",
               {person.sql()}));
  Touch out{person, {static_cast<uint64_t>(last[0].int_at(0) + 1), salt, body}};
  out.made_ms = clock_.now_ms();
  SOLEIL_TRY(
      tx.run("INSERT INTO personal_touch (person_id, counter, salt, body, made_ms) VALUES ($1, $2, "
             "$3, $4, "
             "$5)",
             {person.sql(), static_cast<int64_t>(out.disclosure.counter),
              Bytes{std::string(bytes_of(salt))}, body, out.made_ms}));
  return out;
}

// The decoys go along: which of the batch is somebody's, nobody can tell.
Result<Touch> Touches::log(Touch touch) {
  if (touch.log_index >= 0) return touch;
  const AccessEntry entry =
      access_entry(SOLEIL_TRY(tag_key(touch.person)), touch.disclosure, touch.made_ms);
  std::future<Result<Appended>> logged;
  for (const AccessEntry& one : arranged({entry}, kBatch, touch.made_ms, random_)) {
    auto done = ledger_.write_soon(LogName::access, entry_text(one));
    if (one == entry) logged = std::move(done);
  }
  touch.log_index = static_cast<int64_t>(SOLEIL_TRY(Ledger::wait_for(std::move(logged))).index);
  SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.run(
        "UPDATE personal_touch SET log_index = $3 WHERE person_id = $1 AND counter = $2",
        {touch.person.sql(), static_cast<int64_t>(touch.disclosure.counter), touch.log_index});
  }));
  if (notify_) notify_(touch.person);
  return touch;
}

// An entry may have got in just before the crash: then its tag is there.
Result<void> Touches::recover() {
  for (Touch& touch : SOLEIL_TRY(select("log_index < 0", {}))) {
    const PersonKey key = SOLEIL_TRY(tag_key(touch.person));
    SOLEIL_TRY(read_log());
    const auto at = index_.find(tag_of(key, touch.disclosure.counter));
    if (at == index_.end()) {
      SOLEIL_TRY(log(std::move(touch)));
      continue;
    }
    const auto index = static_cast<int64_t>(at->second.first);
    SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
      return tx.run(
          "UPDATE personal_touch SET log_index = $3 WHERE person_id = $1 AND counter = $2",
          {touch.person.sql(), static_cast<int64_t>(touch.disclosure.counter), index});
    }));
  }
  return {};
}

Result<std::vector<Touch>> Touches::select(std::string_view where,
                                           std::vector<SqlValue> values) const {
  const std::string sql =
      "SELECT person_id, counter, salt, body, log_index, made_ms, seen_ms FROM personal_touch "
      "WHERE " +
      std::string(where) + " ORDER BY person_id, counter LIMIT " + std::to_string(kTouchesMax);
  const Rows rows =
      SOLEIL_TRY(database_.read_as([&](Transaction& tx) { return tx.query(sql, values); }));
  std::vector<Touch> out;
  for (const Row& row : rows) out.push_back(touch_from(row));
  return out;
}

Result<std::vector<Touch>> Touches::of(ViewerId person) const {
  return select("person_id = $1", {person.sql()});
}

Result<Touch> Touches::find(ViewerId person, uint64_t counter) const {
  auto found = SOLEIL_TRY(
      select("person_id = $1 AND counter = $2", {person.sql(), static_cast<int64_t>(counter)}));
  if (found.empty()) return fail(Code::not_found, "no_such_touch", "There is no such access.");
  return std::move(found[0]);
}

Result<int64_t> Touches::unseen(ViewerId person) const {
  const Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT count(*) FROM personal_touch WHERE person_id = $1 AND seen_ms = 0",
                    {person.sql()});
  }));
  return rows[0].int_at(0);
}

Result<void> Touches::seen(ViewerId person) {
  SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.run("UPDATE personal_touch SET seen_ms = $2 WHERE person_id = $1 AND seen_ms = 0",
                  {person.sql(), clock_.now_ms()});
  }));
  return {};
}

Result<void> Touches::read_log() {
  std::lock_guard lock(index_mutex_);
  for (const LoggedEntry& entry : SOLEIL_TRY(ledger_.entries(LogName::access, indexed_))) {
    indexed_ = entry.index + 1;
    if (const auto said = parse_access_entry(entry.text))
      index_.emplace(said->tag, std::pair(entry.index, *said));
  }
  return {};
}

Result<History> Touches::history(ViewerId person, const std::vector<Touch>& touches) {
  const PersonKey key = SOLEIL_TRY(tag_key(person));
  SOLEIL_TRY(read_log());
  std::vector<Disclosure> shown;
  std::lock_guard lock(index_mutex_);
  for (const Touch& touch : touches)  // one that is on its way is neither missing nor untold
    if (touch.log_index >= 0 || index_.contains(tag_of(key, touch.disclosure.counter)))
      shown.push_back(touch.disclosure);
  return check_history(key, shown, index_);
}

Result<PersonKey> Touches::tag_key(ViewerId person) {
  return ring_.keys().tag_key(person, SOLEIL_TRY(ring_.wrapped(person)));
}

Result<std::string> Touches::person_file(ViewerId person) {
  const PersonKey key = SOLEIL_TRY(tag_key(person));
  json::array disclosures;
  for (const Touch& touch : SOLEIL_TRY(of(person)))
    disclosures.push_back(json::object{{"counter", static_cast<int64_t>(touch.disclosure.counter)},
                                       {"salt", base64_of(touch.disclosure.salt)},
                                       {"body", touch.disclosure.body}});
  return json::serialize(
      json::object{{"key", base64_of(key)}, {"disclosures", std::move(disclosures)}});
}

}  // namespace soleil

#include "people/sessions.h"

#include "base/hash.h"
#include "model/account.h"

namespace soleil {
namespace {

constexpr size_t kKnownMax = 50'000;
constexpr std::string_view kColumns =
    "id, account_id, csrf, kind, device, created_ms, seen_ms, expires_ms";

std::string_view kind_name(SessionKind kind) {
  return kind == SessionKind::browser ? "browser" : "bearer";
}

Session session_from(const Row& r) {
  Session s;
  s.id = SessionId::from_sql(r.int_at(0));
  s.account = AccountId::from_sql(r.int_at(1));
  s.csrf = r.text_at(2);
  s.kind = r.text_at(3) == "bearer" ? SessionKind::bearer : SessionKind::browser;
  s.device = r.text_at(4);
  s.created_ms = r.int_at(5);
  s.seen_ms = r.int_at(6);
  s.expires_ms = r.int_at(7);
  return s;
}

}  // namespace

Sessions::Sessions(Database& database, KeyRing& ring, const Clock& clock, Random& random,
                   IdMaker& ids, const PeopleLimits& limits)
    : database_(database),
      ring_(ring),
      clock_(clock),
      random_(random),
      ids_(ids),
      limits_(limits) {}

Result<OpenedSession> Sessions::open(AccountId account, SessionKind kind, std::string_view device) {
  Session session;
  session.account = account;
  session.kind = kind;
  session.device = device;
  session.expires_ms = clock_.now_ms() + limits_.session_ms;
  return insert(std::move(session));
}

Result<OpenedSession> Sessions::open_bearer(AccountId account, std::string_view device,
                                            int64_t lifetime_ms) {
  Session session;
  session.account = account;
  session.kind = SessionKind::bearer;
  session.device = device;
  session.expires_ms = clock_.now_ms() + lifetime_ms;
  return insert(std::move(session));
}

Result<OpenedSession> Sessions::insert(Session session) {
  const std::string token = token_mark_ + random_.token(32);
  const std::string hash = sha256(token);
  session.device =
      SOLEIL_TRY(ring_.seal(viewer_of(session.account), DataClass::devices, session.device));
  session.id = ids_.make<SessionId>();
  session.csrf = random_.token(18);
  session.created_ms = session.seen_ms = clock_.now_ms();
  const int64_t ended = SOLEIL_TRY(database_.write_as([&](Transaction& tx) -> Result<int64_t> {
    SOLEIL_TRY(tx.run("INSERT INTO personal_session (token_hash, " + std::string(kColumns) +
                          ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                      {Bytes{hash}, session.id.sql(), session.account.sql(), session.csrf,
                       std::string(kind_name(session.kind)), session.device, session.created_ms,
                       session.seen_ms, session.expires_ms}));
    return tx.run(
        "DELETE FROM personal_session WHERE account_id = $1 AND id IN (SELECT id FROM "
        "personal_session WHERE account_id = $1 ORDER BY id DESC LIMIT 1000 OFFSET $2)",
        {session.account.sql(), limits_.sessions_max});
  }));
  if (ended > 0) forget();
  return OpenedSession{token, std::move(session)};
}

Result<std::optional<Session>> Sessions::find(std::string_view token) {
  const std::string hash = sha256(token);
  const int64_t now = clock_.now_ms();
  uint64_t generation = 0;
  if (auto session = known(hash, generation)) {
    if (session->expires_ms > now) return session;
    return std::nullopt;
  }
  Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT " + std::string(kColumns) +
                        " FROM personal_session WHERE token_hash = $1 AND expires_ms > $2",
                    {Bytes{hash}, now});
  }));
  if (rows.empty()) return std::nullopt;
  Session session = session_from(rows[0]);
  if (now - session.seen_ms > limits_.session_slide_ms) SOLEIL_TRY(slide(hash, session));
  remember(hash, session, generation);
  return session;
}

Result<void> Sessions::slide(const std::string& hash, Session& session) {
  session.seen_ms = clock_.now_ms();
  // A tool's token ends when it was said to end.
  if (session.kind == SessionKind::browser)
    session.expires_ms = session.seen_ms + limits_.session_ms;
  return database_.write([&](Transaction& tx) -> Result<void> {
    SOLEIL_TRY(
        tx.run("UPDATE personal_session SET seen_ms = $2, expires_ms = $3 WHERE token_hash = $1",
               {Bytes{hash}, session.seen_ms, session.expires_ms}));
    return {};
  });
}

Result<std::vector<Session>> Sessions::list(AccountId account) {
  Rows rows = SOLEIL_TRY(database_.read_as([&](Transaction& tx) {
    return tx.query("SELECT " + std::string(kColumns) +
                        " FROM personal_session WHERE account_id = $1 AND expires_ms > $2 "
                        "ORDER BY id DESC",
                    {account.sql(), clock_.now_ms()});
  }));
  std::vector<Session> out;
  for (const Row& row : rows) {
    Session& session = out.emplace_back(session_from(row));
    session.device = SOLEIL_TRY(ring_.open(viewer_of(account), DataClass::devices, session.device));
  }
  return out;
}

Result<void> Sessions::revoke(AccountId account, SessionId id) {
  const int64_t gone = SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.run("DELETE FROM personal_session WHERE account_id = $1 AND id = $2",
                  {account.sql(), id.sql()});
  }));
  forget();
  if (gone == 0) return fail(Code::not_found, "no_such_session", "There is no such session.");
  return {};
}

Result<void> Sessions::revoke_others(AccountId account, SessionId kept) {
  SOLEIL_TRY(database_.write_as([&](Transaction& tx) {
    return tx.run("DELETE FROM personal_session WHERE account_id = $1 AND id <> $2",
                  {account.sql(), kept.sql()});
  }));
  forget();
  return {};
}

Result<int64_t> Sessions::sweep() {
  return database_.write_as([&](Transaction& tx) {
    return tx.run("DELETE FROM personal_session WHERE expires_ms <= $1", {clock_.now_ms()});
  });
}

std::optional<Session> Sessions::known(const std::string& hash, uint64_t& generation) const {
  std::lock_guard lock(mutex_);
  generation = generation_;
  const auto found = known_.find(hash);
  if (found == known_.end()) return std::nullopt;
  const bool fresh = clock_.now_ms() - found->second.read_ms <= limits_.session_cache_ms;
  return fresh ? std::optional(found->second.session) : std::nullopt;
}

void Sessions::remember(const std::string& hash, const Session& session, uint64_t generation) {
  std::lock_guard lock(mutex_);
  if (generation != generation_) return;
  if (known_.size() >= kKnownMax) known_.clear();
  known_[hash] = {session, clock_.now_ms()};
}

void Sessions::forget() {
  std::lock_guard lock(mutex_);
  ++generation_;
  known_.clear();
}

}  // namespace soleil

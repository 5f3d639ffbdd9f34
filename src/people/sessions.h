// Sessions: who is signed in where. A session is known by a random token; only its SHA-256 is
// stored. It ends when revoked, or so long after it was last used. Rows are remembered for
// session_cache_ms; a revocation forgets them all, so on this machine it counts at once.
// Thread-safe; calls block.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "model/id.h"
#include "people/limits.h"
#include "platform/database/database.h"
#include "residency/key_ring.h"

namespace soleil {

enum class SessionKind { browser, bearer };

struct Session {
  SessionId id;
  AccountId account;
  std::string csrf;
  SessionKind kind = SessionKind::browser;
  std::string device;  // device_words(); sealed, but in what list() gives
  int64_t created_ms = 0, seen_ms = 0, expires_ms = 0;
};

struct OpenedSession {
  std::string token;  // the only time that it is seen
  Session session;
};

class Sessions {
 public:
  Sessions(Database& database, KeyRing& ring, const Clock& clock, Random& random, IdMaker& ids,
           const PeopleLimits& limits);

  // Tokens begin with "<mark>." from now on, so that another region's server knows whose they are.
  // Once, before the first is made.
  void mark_tokens(std::string mark) { token_mark_ = std::move(mark) + "."; }

  Result<OpenedSession> open(AccountId account, SessionKind kind, std::string_view device);
  // For a tool: ends after `lifetime_ms` however much it is used.
  Result<OpenedSession> open_bearer(AccountId account, std::string_view device,
                                    int64_t lifetime_ms);
  Result<std::optional<Session>> find(std::string_view token);  // nullopt: none, or over
  Result<std::vector<Session>> list(AccountId account);         // newest first
  Result<void> revoke(AccountId account, SessionId id);         // not_found
  Result<void> revoke_others(AccountId account, SessionId kept);
  Result<int64_t> sweep();  // deletes what is over; how many
  void forget();            // rows were deleted elsewhere: that counts at once

 private:
  struct Known {
    Session session;
    int64_t read_ms = 0;
  };
  Result<OpenedSession> insert(Session session);
  std::optional<Session> known(const std::string& hash, uint64_t& generation) const;
  void remember(const std::string& hash, const Session& session, uint64_t generation);
  Result<void> slide(const std::string& hash, Session& session);

  Database& database_;
  KeyRing& ring_;
  const Clock& clock_;
  Random& random_;
  IdMaker& ids_;
  const PeopleLimits limits_;
  std::string token_mark_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Known> known_;
  uint64_t generation_ = 0;  // raised by forget(): a row read before it must not be remembered
};

}  // namespace soleil

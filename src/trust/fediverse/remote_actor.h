// RemoteActor: an account of another server, by its own server's word. RemoteActors asks for them
// and remembers their keys for a while. Thread-safe; of() blocks.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/json.h"
#include "trust/fediverse/away.h"
#include "trust/fediverse/http_signature.h"
#include "trust/fediverse/limits.h"

namespace soleil {

struct RemoteActor {
  std::string id, host;
  std::string inbox;         // its own
  std::string shared_inbox;  // for all of its server; "": there is none
  std::string key_id, public_pem;
};

// From the document at the actor's id. Inboxes must be on the host that says so: an actor can't
// have us post to somebody else. invalid, "bad_actor"; denied "foreign_key" (the key has another
// owner), "foreign_inbox".
Result<RemoteActor> parse_actor(const json::object& document, const AwayRules& rules);

struct WhoAsks {  // requests of ours are signed too: some servers answer to nobody else
  const RsaKey& key;
  std::string key_id;
};

class RemoteActors {
 public:
  RemoteActors(Away& away, const AwayRules& rules, const Clock& clock, WhoAsks who,
               const FediverseLimits& limits)
      : away_(away), rules_(rules), clock_(clock), who_(std::move(who)), limits_(limits) {}

  // Whose key it is: what is at the key's address names an actor of the same host, whose document
  // names the key. not_found, "actor_gone": their server says so (404, 410).
  Result<RemoteActor> of_key(const std::string& key_id);
  Result<bool> is_gone(const std::string& actor);  // its own server says so
  // Forgets what is remembered, unless it was asked for just now: keys change.
  bool forget(const std::string& key_id);

 private:
  struct Remembered {
    RemoteActor actor;
    int64_t asked_ms = 0;
  };
  Result<json::object> document(const WebAddress& at);
  Result<RemoteActor> ask(const std::string& key_id);

  Away& away_;
  const AwayRules& rules_;
  const Clock& clock_;
  const WhoAsks who_;
  const FediverseLimits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, Remembered> remembered_;  // by the key's id
};

}  // namespace soleil

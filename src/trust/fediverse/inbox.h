// FediverseInbox: what other servers post to the trust centre's account (ActivityPub section 7):
// Follow, Undo of it, and Delete of an account. Everything else is taken and forgotten unread.
// Nothing is believed without the signature of the account it speaks for, and nothing that can be
// refused without asking anybody is asked about. Thread-safe; blocks while others are asked.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "base/attempts.h"
#include "trust/fediverse/follower_book.h"
#include "trust/fediverse/http_signature.h"
#include "trust/fediverse/remote_actor.h"
#include "trust/fediverse/trust_actor.h"

namespace soleil {

class FediverseInbox {
 public:
  // All outlive it.
  FediverseInbox(const TrustActor& here, FollowerBook& followers, RemoteActors& actors,
                 const AwayRules& rules, const Clock& clock, const FediverseLimits& limits)
      : here_(here),
        followers_(followers),
        actors_(actors),
        rules_(rules),
        clock_(clock),
        limits_(limits),
        asking_(clock, limits.follows_burst, limits.follow_every_ms) {}

  // Errors: what read_signature(), RemoteActors and FollowerBook say; denied "foreign_key" (another
  // account's key); overloaded, "too_many_requests" of one host.
  Result<void> take(const SignedRequest& request);

 private:
  struct Said {
    std::string type, id, actor;
    std::string object, object_type;  // its id and type, when it tells
  };
  static Result<Said> read(std::string_view body);
  Result<bool> concerns_us(const Said& said) const;
  Result<RemoteActor> who_signed(const HttpSignature& signature, const SignedRequest& request);
  Result<void> prove_and_act(const Said& said, const HttpSignature& signature,
                             const SignedRequest& request);
  Result<void> check_host(const Said& said, const HttpSignature& signature);
  Result<void> act(const Said& said, const RemoteActor& actor);
  Result<void> deleted(const Said& said);
  bool was_taken(const HttpSignature& signature) const;
  void remember(const HttpSignature& signature);

  const TrustActor& here_;
  FollowerBook& followers_;
  RemoteActors& actors_;
  const AwayRules& rules_;
  const Clock& clock_;
  const FediverseLimits limits_;
  Attempts asking_;  // a host
  mutable std::mutex mutex_;
  std::unordered_map<std::string, int64_t> taken_;  // signatures, and when they came
};

}  // namespace soleil

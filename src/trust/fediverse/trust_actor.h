// The trust centre's account as ActivityPub (W3C 2018-01-23) shows it: the actor (section 4.1) with
// its key (w3id.org/security/v1), WebFinger (RFC 7033) for "@trust@host", notes and the activities
// that carry them (sections 6.2 to 6.4, 7), in French and English by contentMap (Activity
// Vocabulary, section 4). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "trust/statement.h"

namespace soleil {

struct TrustActor {
  std::string base;        // "https://videos.example", no slash at the end
  std::string site;        // its name
  std::string public_pem;  // of its key

  std::string host() const { return base.substr(base.find("://") + 3); }
  std::string id() const { return base + "/fediverse/trust"; }
  std::string key_id() const { return id() + "#main-key"; }
  std::string inbox() const { return id() + "/inbox"; }
  std::string followers() const { return id() + "/followers"; }
  std::string handle() const { return "@trust@" + host(); }
  std::string note_id(const std::string& rumour) const {
    return base + "/fediverse/rumours/" + rumour;
  }
};

inline constexpr std::string_view kActivityType = "application/activity+json";
inline constexpr size_t kOutboxPage = 20;

json::object actor_json(const TrustActor& actor);
// nullopt-like: an empty object when `resource` is not this account's ("acct:trust@host", or the
// actor's address).
json::object webfinger_json(const TrustActor& actor, std::string_view resource);
// How many, and never who.
json::object followers_json(const TrustActor& actor, int64_t count);
// `rumours`: newest first, withdrawn ones left out. page 0: the collection; 1…: its pages.
json::object outbox_json(const TrustActor& actor, const std::vector<Rumour>& rumours, size_t page);

// The answer as a Note; a Tombstone once it is withdrawn. With "@context" when it stands alone.
json::object note_json(const TrustActor& actor, const Rumour& rumour);
// Create for the first answer, Update for later ones, Delete when it is withdrawn. The id is the
// note's with its revision: the same whenever it is made again.
json::object activity_json(const TrustActor& actor, const Rumour& rumour);
json::object with_context(json::object object);

// What says yes to a Follow, which is given back as it came.
json::object accept_json(const TrustActor& actor, const std::string& id,
                         const json::object& follow);

}  // namespace soleil

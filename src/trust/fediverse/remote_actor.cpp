#include "trust/fediverse/remote_actor.h"

namespace soleil {
namespace {

constexpr int64_t kJustNowMs = 60'000;
constexpr const char* kAccept =
    "application/activity+json, application/ld+json; "
    "profile=\"https://www.w3.org/ns/activitystreams\"";

tl::unexpected<Error> bad_actor() {
  return fail(Code::invalid, "bad_actor", "What is at the key's address is not an account.");
}

Result<std::string> inbox_of(const json::object& said, const char* name, const WebAddress& actor,
                             const AwayRules& rules) {
  const auto inbox = SOLEIL_TRY(rules.take(SOLEIL_TRY(string_field(said, name))));
  if (inbox.host != actor.host || inbox.scheme != actor.scheme)
    return fail(Code::denied, "foreign_inbox", "An inbox must be on its account's own host.");
  return inbox.text();
}

const json::object* object_at(const json::object& said, const char* name) {
  const auto* found = said.if_contains(name);
  return found ? found->if_object() : nullptr;
}

}  // namespace

Result<RemoteActor> parse_actor(const json::object& document, const AwayRules& rules) {
  RemoteActor out;
  out.id = SOLEIL_TRY(string_field(document, "id"));
  const WebAddress address = SOLEIL_TRY(rules.take(out.id));
  out.host = address.host;
  out.inbox = SOLEIL_TRY(inbox_of(document, "inbox", address, rules));
  if (const auto* endpoints = object_at(document, "endpoints");
      endpoints && endpoints->contains("sharedInbox"))
    out.shared_inbox = SOLEIL_TRY(inbox_of(*endpoints, "sharedInbox", address, rules));
  const auto* key = object_at(document, "publicKey");
  if (!key) return bad_actor();
  out.key_id = SOLEIL_TRY(string_field(*key, "id"));
  out.public_pem = SOLEIL_TRY(string_field(*key, "publicKeyPem"));
  if (SOLEIL_TRY(string_field(*key, "owner")) != out.id)
    return fail(Code::denied, "foreign_key", "The account's key has another owner.");
  return out;
}

Result<json::object> RemoteActors::document(const WebAddress& at) {
  AwayRequest request{false, at, {{"Accept", kAccept}}, ""};
  sign_request(request, who_.key, who_.key_id, clock_.now_ms());
  const AwayAnswer answer = SOLEIL_TRY(away_.ask(request));
  if (answer.status == 404 || answer.status == 410)
    return fail(Code::not_found, "actor_gone", "Their server knows no such account.");
  if (answer.status != 200)
    return fail(Code::unavailable, "actor_unavailable",
                "Their server answered " + std::to_string(answer.status) + ".");
  auto document = parse_json_object(answer.body, 32);
  if (!document) return bad_actor();
  return document;
}

// The key's address without what is after the # is mostly the actor's own. Where it is another
// (GoToSocial has …/main-key), what is there names the owner, whose own document must say the same.
Result<RemoteActor> RemoteActors::ask(const std::string& key_id) {
  const WebAddress at = SOLEIL_TRY(rules_.take(key_id));
  json::object said = SOLEIL_TRY(document(at));
  const std::string id = SOLEIL_TRY(string_field(said, "id"));
  const auto* key = object_at(said, "publicKey");
  const std::string owner = key ? string_field(*key, "owner").value_or("") : "";
  const std::string actor = owner.empty() ? string_field(said, "owner").value_or(id) : owner;
  const WebAddress address = SOLEIL_TRY(rules_.take(actor));
  if (address.host != at.host || address.scheme != at.scheme)
    return fail(Code::denied, "foreign_key", "The key belongs to another host's account.");
  if (address.text() != at.text()) said = SOLEIL_TRY(document(address));
  RemoteActor out = SOLEIL_TRY(parse_actor(said, rules_));
  if (out.id != actor || out.key_id != key_id)
    return fail(Code::denied, "foreign_key", "The account does not have this key.");
  return out;
}

Result<RemoteActor> RemoteActors::of_key(const std::string& key_id) {
  const int64_t now = clock_.monotonic_ms();
  {
    const std::lock_guard lock(mutex_);
    const auto found = remembered_.find(key_id);
    if (found != remembered_.end() && now - found->second.asked_ms < limits_.key_ms)
      return found->second.actor;
  }
  RemoteActor actor = SOLEIL_TRY(ask(key_id));
  const std::lock_guard lock(mutex_);
  if (remembered_.size() >= limits_.keys_max) remembered_.clear();
  remembered_[key_id] = {actor, now};
  return actor;
}

Result<bool> RemoteActors::is_gone(const std::string& actor) {
  const auto found = document(SOLEIL_TRY(rules_.take(actor)));
  if (!found && found.error().reason == "actor_gone") return true;
  SOLEIL_TRY(Result<json::object>(found));
  return false;
}

bool RemoteActors::forget(const std::string& key_id) {
  const std::lock_guard lock(mutex_);
  const auto found = remembered_.find(key_id);
  if (found == remembered_.end()) return false;
  if (clock_.monotonic_ms() - found->second.asked_ms < kJustNowMs) return false;
  remembered_.erase(found);
  return true;
}

}  // namespace soleil

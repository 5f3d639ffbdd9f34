#include "trust/fediverse/inbox.h"

#include "base/hash.h"

namespace soleil {
namespace {

constexpr size_t kTakenMax = 100'000;
constexpr size_t kJsonDepthMax = 32;

// "object": its address, or the thing itself.
std::string id_in(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  const auto* object = value.if_object();
  return object ? string_field(*object, "id").value_or("") : std::string();
}

std::string id_at(const json::object& said, const char* name) {
  const auto* found = said.if_contains(name);
  return found ? id_in(*found) : std::string();
}

std::string short_of(const HttpSignature& signature) {
  return sha256(signature.bytes).substr(0, 16);
}

}  // namespace

Result<FediverseInbox::Said> FediverseInbox::read(std::string_view body) {
  const json::object said = SOLEIL_TRY(parse_json_object(body, kJsonDepthMax));
  Said out{SOLEIL_TRY(string_field(said, "type")), id_at(said, "id"), id_at(said, "actor"),
           id_at(said, "object"), ""};
  if (const auto* found = said.if_contains("object"))
    if (const auto* object = found->if_object())
      out.object_type = string_field(*object, "type").value_or("");
  if (out.actor.empty() || out.actor.size() > kWebAddressMax || out.id.size() > kWebAddressMax)
    return fail(Code::invalid, "bad_activity", "The activity does not tell whose it is.");
  return out;
}

// A Follow of this account; an Undo or a Delete of somebody who follows it. Whoever has an account
// deleted tells every server they know of, us among them.
Result<bool> FediverseInbox::concerns_us(const Said& said) const {
  if (said.type == "Follow") return said.object == here_.id() && !said.id.empty();
  if (said.type == "Delete" && said.object != said.actor) return false;
  if (said.type != "Undo" && said.type != "Delete") return false;
  return followers_.knows(said.actor);
}

Result<void> FediverseInbox::take(const SignedRequest& request) {
  const HttpSignature signature =
      SOLEIL_TRY(read_signature(request, here_.host(), clock_.now_ms(), limits_.clock_skew_ms));
  const Said said = SOLEIL_TRY(read(request.body));
  if (!SOLEIL_TRY(concerns_us(said)) || was_taken(signature)) return {};
  const auto done = prove_and_act(said, signature, request);
  // Who doesn't follow is never asked for a proof of leaving; so who does must not be told that
  // theirs was refused: anybody could ask with a false one who follows.
  const bool hides = said.type != "Follow" && !done && done.error().code != Code::unavailable;
  return hides ? Result<void>() : done;
}

Result<void> FediverseInbox::prove_and_act(const Said& said, const HttpSignature& signature,
                                           const SignedRequest& request) {
  SOLEIL_TRY(check_host(said, signature));
  const auto actor = who_signed(signature, request);
  if (!actor && actor.error().reason == "actor_gone" && said.type == "Delete") return deleted(said);
  SOLEIL_TRY(act(said, SOLEIL_TRY(Result<RemoteActor>(actor))));
  remember(signature);
  return {};
}

// Before anybody is asked: a key of another host can't be this account's.
Result<void> FediverseInbox::check_host(const Said& said, const HttpSignature& signature) {
  const WebAddress actor = SOLEIL_TRY(rules_.take(said.actor));
  const WebAddress key = SOLEIL_TRY(rules_.take(signature.key_id));
  if (actor.host != key.host || actor.scheme != key.scheme)
    return fail(Code::denied, "foreign_key", "The key belongs to another host's account.");
  if (asking_.take(actor.host) == 0) return {};
  return fail(Code::overloaded, "too_many_requests", "That is a lot from one host. Later, please.");
}

Result<RemoteActor> FediverseInbox::who_signed(const HttpSignature& signature,
                                               const SignedRequest& request) {
  const RemoteActor known = SOLEIL_TRY(actors_.of_key(signature.key_id));
  const auto checked = check_signature(signature, request, known.public_pem);
  if (checked) return known;
  if (!actors_.forget(signature.key_id)) return tl::unexpected<Error>(checked.error());
  const RemoteActor now = SOLEIL_TRY(actors_.of_key(signature.key_id));
  SOLEIL_TRY(check_signature(signature, request, now.public_pem));
  return now;
}

Result<void> FediverseInbox::act(const Said& said, const RemoteActor& actor) {
  if (actor.id != said.actor)
    return fail(Code::denied, "foreign_key", "That is another account's key.");
  if (said.type == "Follow") return followers_.add(actor, said.id, here_);
  if (said.type == "Delete") return followers_.erase(actor.id);
  // An Undo holds the Follow, or names it; of anything else it is not for us.
  const bool is_follow = said.object_type.empty() || said.object_type == "Follow";
  if (!is_follow) return {};
  if (said.object_type.empty() && said.object != SOLEIL_TRY(followers_.follow_of(actor.id)))
    return {};
  return followers_.erase(actor.id);
}

// The account can't sign any more that it is gone; its own server says so when it is asked.
Result<void> FediverseInbox::deleted(const Said& said) {
  if (!SOLEIL_TRY(actors_.is_gone(said.actor)))
    return fail(Code::denied, "bad_signature", "The account is still there.");
  return followers_.erase(said.actor);
}

// The same signature again is the same request again: sent twice, or recorded and played back.
bool FediverseInbox::was_taken(const HttpSignature& signature) const {
  const std::lock_guard lock(mutex_);
  return taken_.contains(short_of(signature));
}

void FediverseInbox::remember(const HttpSignature& signature) {
  const int64_t now = clock_.now_ms();
  const std::lock_guard lock(mutex_);
  if (taken_.size() >= kTakenMax)
    std::erase_if(taken_,
                  [&](const auto& one) { return now - one.second > 2 * limits_.clock_skew_ms; });
  if (taken_.size() < kTakenMax) taken_[short_of(signature)] = now;
}

}  // namespace soleil

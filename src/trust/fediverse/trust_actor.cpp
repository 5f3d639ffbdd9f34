#include "trust/fediverse/trust_actor.h"

#include "base/text.h"
#include "trust/rumour_feed.h"

namespace soleil {
namespace {

constexpr const char* kActivityStreams = "https://www.w3.org/ns/activitystreams";
constexpr const char* kSecurity = "https://w3id.org/security/v1";
constexpr const char* kPublic = "https://www.w3.org/ns/activitystreams#Public";

std::string link(const std::string& url, const std::string& words) {
  return "<a href=\"" + html_escape(url) + "\">" + html_escape(words) + "</a>";
}

// Lines stay lines, and an empty one begins a paragraph.
std::string paragraphs(std::string_view text) {
  std::string out = "<p>";
  bool at_start = true;
  for (const std::string_view line : split(text, '\n')) {
    if (trim(line).empty()) {
      if (!at_start) out += "</p><p>";
      at_start = true;
      continue;
    }
    if (!at_start) out += "<br>";
    out += html_escape(line);
    at_start = false;
  }
  return out + "</p>";
}

std::string evidence_html(const TrustActor& actor, const Rumour& rumour, bool french) {
  std::string out;
  for (const Evidence& one : rumour.evidence) {
    const std::string place =
        one.url.empty() ? "/trust/log/" + one.log + "#" + std::to_string(one.index) : one.url;
    const std::string url = place.starts_with('/') ? actor.base + place : place;
    out += (out.empty() ? "" : "<br>") + link(url, french ? one.what.fr : one.what.en);
  }
  if (out.empty()) return out;
  return std::string("<p>") + (french ? "Ce qui le montre :" : "What shows it:") + "<br>" + out +
         "</p>";
}

// Where it stands signed, for ever: the entry, and the signed note over all of the log.
std::string proof_html(const TrustActor& actor, const Rumour& rumour, bool french) {
  const std::string entry = "policy#" + std::to_string(rumour.index);
  return std::string("<p>") + (french ? "Au journal public : " : "In the public log: ") +
         link(actor.base + "/trust/log/" + entry, entry) + " · " +
         link(actor.base + "/ledger/policy/checkpoint", french ? "note signée" : "signed note") +
         "<br>" +
         link(actor.base + "/trust/rumours/" + rumour.id,
              french ? "Toutes nos réponses, et comment les vérifier"
                     : "All our answers to this, and how to check them · en français") +
         "</p>";
}

std::string content(const TrustActor& actor, const Rumour& rumour, bool french) {
  const std::string verdict(verdict_words(rumour.verdict, french));
  return "<p>" + std::string(french ? "« " : "“") + html_escape(rumour.said) +
         (french ? " »" : "”") + "</p><p><strong>" + verdict + ".</strong></p>" +
         paragraphs(french ? rumour.answer.fr : rumour.answer.en) +
         evidence_html(actor, rumour, french) + proof_html(actor, rumour, french);
}

json::object tombstone(const TrustActor& actor, const Rumour& rumour) {
  return {{"id", actor.note_id(rumour.id)},
          {"type", "Tombstone"},
          {"formerType", "Note"},
          {"deleted", rumour.at}};
}

std::string summary(const TrustActor& actor, bool french) {
  const std::string words =
      french
          ? "Des rumeurs courent sur " + actor.site +
                " ? Nous y répondons ici, preuves à l’appui, et chaque réponse est inscrite dans "
                "un journal public que personne ne peut réécrire. Compte automatique."
          : "Heard something about " + actor.site +
                "? We answer rumours here, with evidence, and each answer is written into a "
                "public log that nobody can rewrite. An automated account.";
  return "<p>" + html_escape(words) + "</p>";
}

}  // namespace

json::object with_context(json::object object) {
  json::object out{{"@context", kActivityStreams}};
  for (auto& [name, value] : object) out[name] = std::move(value);
  return out;
}

json::object actor_json(const TrustActor& actor) {
  const json::object words{{"discoverable", "http://joinmastodon.org/ns#discoverable"},
                           {"manuallyApprovesFollowers", "as:manuallyApprovesFollowers"}};
  return {{"@context", json::array{kActivityStreams, kSecurity, words}},
          {"id", actor.id()},
          {"type", "Service"},
          {"preferredUsername", "trust"},
          {"name", actor.site + " · Check us · Vérifiez-nous"},
          {"summary", summary(actor, false) + summary(actor, true)},
          {"url", actor.base + "/trust"},
          {"inbox", actor.inbox()},
          {"outbox", actor.id() + "/outbox"},
          {"followers", actor.followers()},
          {"manuallyApprovesFollowers", false},
          {"discoverable", true},
          {"icon", json::object{{"type", "Image"},
                                {"mediaType", "image/png"},
                                {"url", actor.base + "/icon-192.png"}}},
          {"publicKey",
           json::object{
               {"id", actor.key_id()}, {"owner", actor.id()}, {"publicKeyPem", actor.public_pem}}}};
}

json::object webfinger_json(const TrustActor& actor, std::string_view resource) {
  const std::string account = "acct:trust@" + actor.host();
  if (to_lower_ascii(resource) != account && resource != actor.id()) return {};
  const auto of = [](const char* rel, std::string_view type, const std::string& href) {
    return json::object{
        {"rel", rel}, {"type", json::string_view(type.data(), type.size())}, {"href", href}};
  };
  return {{"subject", account},
          {"aliases", json::array{actor.id(), actor.base + "/trust"}},
          {"links", json::array{of("self", kActivityType, actor.id()),
                                of("http://webfinger.net/rel/profile-page", "text/html",
                                   actor.base + "/trust")}}};
}

json::object followers_json(const TrustActor& actor, int64_t count) {
  return with_context(
      {{"id", actor.followers()}, {"type", "OrderedCollection"}, {"totalItems", count}});
}

json::object outbox_json(const TrustActor& actor, const std::vector<Rumour>& rumours, size_t page) {
  const std::string id = actor.id() + "/outbox";
  const auto at = [&](size_t n) { return id + "?page=" + std::to_string(n); };
  if (page == 0)
    return with_context({{"id", id},
                         {"type", "OrderedCollection"},
                         {"totalItems", static_cast<int64_t>(rumours.size())},
                         {"first", at(1)}});
  json::array items;
  const size_t first = std::min((page - 1) * kOutboxPage, rumours.size());
  const size_t end = std::min(first + kOutboxPage, rumours.size());
  for (size_t i = first; i < end; ++i) items.push_back(activity_json(actor, rumours[i]));
  json::object out{{"id", at(page)},
                   {"type", "OrderedCollectionPage"},
                   {"partOf", id},
                   {"orderedItems", std::move(items)}};
  if (end < rumours.size()) out["next"] = at(page + 1);
  return with_context(std::move(out));
}

json::object note_json(const TrustActor& actor, const Rumour& rumour) {
  if (rumour.withdrawn) return tombstone(actor, rumour);
  const std::string english = content(actor, rumour, false);
  json::object out{
      {"id", actor.note_id(rumour.id)},
      {"type", "Note"},
      {"attributedTo", actor.id()},
      {"to", json::array{kPublic}},
      {"cc", json::array{actor.followers()}},
      {"url", actor.base + "/trust/rumours/" + rumour.id},
      {"published", rumour.first_at},
      {"content", english},
      {"contentMap", json::object{{"en", english}, {"fr", content(actor, rumour, true)}}}};
  if (rumour.revision > 1) out["updated"] = rumour.at;
  return out;
}

json::object activity_json(const TrustActor& actor, const Rumour& rumour) {
  const char* type = rumour.withdrawn ? "Delete" : rumour.revision > 1 ? "Update" : "Create";
  return {{"id", actor.note_id(rumour.id) + "#revision-" + std::to_string(rumour.revision)},
          {"type", type},
          {"actor", actor.id()},
          {"published", rumour.at},
          {"to", json::array{kPublic}},
          {"cc", json::array{actor.followers()}},
          {"object", note_json(actor, rumour)}};
}

json::object accept_json(const TrustActor& actor, const std::string& id,
                         const json::object& follow) {
  return with_context({{"id", actor.id() + "#accepts/" + id},
                       {"type", "Accept"},
                       {"actor", actor.id()},
                       {"object", follow}});
}

}  // namespace soleil

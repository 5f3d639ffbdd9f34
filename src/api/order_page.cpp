#include "api/order_page.h"

#include <array>

#include "api/plain_page.h"
#include "base/text.h"

namespace soleil {
namespace {

struct Words {
  std::string_view language, title, lead, none, in_force, to_come, ended, countries, since, from,
      until, document, signed_on, check, blocked, blocked_lead, read_order, not_offered,
      not_offered_lead, by_us;
  std::array<std::string_view, 6> actions;
};

constexpr Words kEnglish = {
    .language = "en",
    .title = "Orders",
    .lead =
        "What states have ordered about where this site is offered. Each order was entered by "
        "one person, approved by another, signed, and is carried out by the clock.",
    .none = "No order has been received.",
    .in_force = "In force",
    .to_come = "To come",
    .ended = "Ended",
    .countries = "Countries",
    .since = "In force since",
    .from = "Takes effect on",
    .until = "until",
    .document = "SHA-256 of the document",
    .signed_on = "Signed on",
    .check = "Every order as signed text, with the key to check it: ",
    .blocked = "Not available in your country",
    .blocked_lead =
        "An order of a state keeps us from showing this where you are. We stored "
        "nothing about your visit.",
    .read_order = "Read the order",
    .not_offered = "Not offered",
    .not_offered_lead = "By our own choice, not by an order, this is not offered in: ",
    .by_us = "We do not offer this where you are. We stored nothing about your visit.",
    .actions = {"No new accounts", "No playback", "Not offered", "One video not shown",
                "One video kept from deletion", "Lifts an earlier order"}};

constexpr Words kFrench = {
    .language = "fr",
    .title = "Ordres",
    .lead =
        "Ce que des États ont ordonné quant aux lieux où ce site est proposé. Chaque ordre est "
        "saisi par une personne, approuvé par une autre, signé, puis exécuté par l'horloge.",
    .none = "Aucun ordre n'a été reçu.",
    .in_force = "En vigueur",
    .to_come = "À venir",
    .ended = "Terminés",
    .countries = "Pays",
    .since = "En vigueur depuis le",
    .from = "Prend effet le",
    .until = "jusqu'au",
    .document = "SHA-256 du document",
    .signed_on = "Signé le",
    .check = "Tous les ordres en texte signé, avec la clé pour les vérifier : ",
    .blocked = "Indisponible dans votre pays",
    .blocked_lead =
        "Un ordre d'un État nous empêche de montrer ceci là où vous êtes. Nous n'avons "
        "rien conservé de votre visite.",
    .read_order = "Lire l'ordre",
    .not_offered = "Non proposé",
    .not_offered_lead =
        "Par notre propre choix, sans ordre d'un État, ce service n'est pas proposé ici : ",
    .by_us =
        "Nous ne proposons pas ce service là où vous êtes. Nous n'avons rien conservé de votre "
        "visite.",
    .actions = {"Pas de nouveaux comptes", "Pas de lecture", "Service non proposé",
                "Une vidéo non montrée", "Une vidéo à ne pas supprimer",
                "Lève un ordre antérieur"}};

const Words& words_for(std::string_view accept_language) {
  return plain_language(accept_language) == "fr" ? kFrench : kEnglish;
}

std::string page(const Words& w, std::string_view title, const std::string& body) {
  return plain_page({w.language, std::string(title), "Soleil", "", body});
}

std::string row(std::string_view name, const std::string& value) {
  return "<dt>" + std::string(name) + "</dt><dd>" + html_escape(value) + "</dd>";
}

std::string day(const CivilDate& date) {
  return "<time>" + date_text(date) + "</time>";
}

std::string listed(const std::vector<Country>& countries) {
  std::string out;
  for (const Country country : countries)
    out += (out.empty() ? "" : ", ") + std::string(country.code());
  return out;
}

std::string article(const Words& w, const ShownOrder& shown) {
  const OrderDraft& said = shown.order.said;
  const std::string countries = listed(said.countries);
  const bool begun = shown.state != OrderState::approved;
  std::string out = "<article id=\"" + shown.order.id.text() + "\"><h3>" + html_escape(said.title) +
                    "</h3><p><strong>" + std::string(w.actions[static_cast<size_t>(said.action)]) +
                    "</strong> · " + std::string(begun ? w.since : w.from) + " " +
                    day(shown.order.effective_on());
  if (said.expires_on) out += " " + std::string(w.until) + " " + day(*said.expires_on);
  out += "</p><dl>" + row(w.countries, countries) + row(w.signed_on, date_text(said.signed_on));
  return out + row(w.document, said.document_sha256) + "</dl></article>";
}

std::string section(const Words& w, std::string_view title, const std::vector<ShownOrder>& orders,
                    OrderState state) {
  std::string articles;
  for (auto shown = orders.rbegin(); shown != orders.rend(); ++shown)
    if (shown->state == state) articles += article(w, *shown);
  return articles.empty() ? "" : "<h2>" + std::string(title) + "</h2>" + articles;
}

}  // namespace

std::string_view order_action_words(OrderAction action, std::string_view language) {
  return words_for(language).actions[static_cast<size_t>(action)];
}

std::string orders_page(const std::vector<ShownOrder>& orders,
                        const std::vector<Country>& not_offered_in,
                        std::string_view accept_language) {
  const Words& w = words_for(accept_language);
  std::string body = "<p class=\"lead\">" + std::string(w.lead) + "</p>";
  if (!not_offered_in.empty())
    body += "<h2 id=\"not-offered\">" + std::string(w.not_offered) + "</h2><p>" +
            std::string(w.not_offered_lead) + listed(not_offered_in) + "</p>";
  const std::string sections = section(w, w.in_force, orders, OrderState::in_force) +
                               section(w, w.to_come, orders, OrderState::approved) +
                               section(w, w.ended, orders, OrderState::ended);
  body += sections.empty() ? "<p class=\"none\">" + std::string(w.none) + "</p>" : sections;
  body += "<p class=\"check\">" + std::string(w.check) +
          "<a href=\"/api/v1/orders\">/api/v1/orders</a></p>";
  return page(w, w.title, body);
}

std::string blocked_page(const Order* order, std::string_view accept_language) {
  const Words& w = words_for(accept_language);
  if (!order)
    return page(w, w.blocked,
                "<p class=\"lead\">" + std::string(w.by_us) +
                    "</p><p><a href=\"/orders#not-offered\">" + std::string(w.title) + "</a></p>");
  return page(w, w.blocked,
              "<p class=\"lead\">" + std::string(w.blocked_lead) + "</p><p><a href=\"/orders#" +
                  order->id.text() + "\">" + std::string(w.read_order) +
                  "</a>: " + html_escape(order->said.title) + "</p>");
}

}  // namespace soleil

#include "api/transparency_words.h"

namespace soleil {
namespace {

constexpr TransparencyWords kEnglish = {
    .language = "en",
    .other_language = "fr",
    .other_language_name = "Français",
    .title = "Transparency",
    .list_lead =
        "Who asked us for data about people or to take something down, and what we answered. "
        "Each request and each answer was written down by one person, approved by another, and "
        "entered into a public log before it counted. The reports are made from that log alone.",
    .report_of = "Transparency report, ",
    .report_lead =
        "Requests received in this half year, and how they were answered, whenever that was. "
        "Accounts are counted; nobody is named.",
    .half_goes_on = "This half year is not over: the figures still grow.",
    .all_reports = "All reports",
    .orders_page = "Orders of states, one by one",
    .months = {"January to June ", "July to December "},
    .tables = {"Governments asking for data", "Private parties asking for data",
               "Requests to remove", "Requests to preserve", "Orders on where we are offered"},
    .leads = {"By legal process, or at once because a life was in danger.",
              "Civil suits, by order of a court.", "Something was not to be shown any more.",
              "Data were to be kept from deletion. Nothing was given.",
              "Approved in this half year. Each can be read in full."},
    .country = "Country",
    .legal = "Legal process",
    .emergency = "Emergencies",
    .requests = "All",
    .accounts = "Accounts named",
    .with_data = "Data given",
    .accounts_produced = "Accounts with data given",
    .complied = "Followed, wholly or partly",
    .refused = "Refused",
    .nothing = "Nothing held, or taken back",
    .unanswered = "Not answered yet",
    .challenged = "Challenged",
    .notified = "People told",
    .notice_forbidden = "Telling forbidden",
    .all = "All countries",
    .none = "None.",
    .asked = "What was asked",
    .answered = "What was answered",
    .types = {"Subpoena", "Court order", "Search warrant", "Interception", "Mutual assistance",
              "Other legal process", "Emergency", "Civil request", "Removal", "Preservation"},
    .outcomes = {"Followed", "Followed in part", "Refused", "We held nothing", "Taken back"},
    .figure_requests = "Requests of governments for data",
    .figure_accounts = "Accounts named in them",
    .figure_with_data = "Of these requests led to data being given",
    .figure_removals = "Requests to remove",
    .by_type = "By kind of request",
    .type = "Kind",
    .number = "Requests",
    .given_to = "To whom data were given",
    .given_to_lead = "By country of the authority that received them.",
    .given_to_nobody = "Nobody: no data were given.",
    .sealed_one = "One request of this half year may not be told yet.",
    .sealed_many = " requests of this half year may not be told yet.",
    .sealed_lead =
        "A law or a court forbids it. Each was entered sealed: nothing of it can be changed, and "
        "everybody will see whether it is opened on its day.",
    .overdue =
        " sealed entries should have been opened by now and were not. Whoever reads this should "
        "ask why.",
    .unreadable = " entries of the log can't be read, and are in none of the figures.",
    .each = "Each request",
    .each_lead = "In the order of the log. The number is the entry that says so.",
    .only_first = "The first of them; all are in the JSON file.",
    .received = "Received",
    .answered_on = "Answered",
    .to = "Given to",
    .document = "SHA-256 of the document",
    .entry = "Entry",
    .opened_after = "Was sealed until",
    .check = "Check it yourself",
    .check_lead =
        "This page adds nothing to the log. The program below reads the log, checks its "
        "signatures, derives the report again, and says whether ours is the same to the byte.",
    .as_of = "As of",
    .entries = "entries of the log",
    .root = "root hash",
    .download = "The report as",
    .card_some =
        "{requests} requests of governments for data, {accounts} accounts named, data given for "
        "{percent} % of the requests. Made from a public log: anyone can check it.",
    .card_none =
        "No government has asked for data about anybody. Made from a public log: anyone can check "
        "it."};

constexpr TransparencyWords kFrench = {
    .language = "fr",
    .other_language = "en",
    .other_language_name = "English",
    .title = "Transparence",
    .list_lead =
        "Qui nous a demandé des données sur des personnes, ou le retrait d’un contenu, et ce que "
        "nous avons répondu. Chaque demande et chaque réponse est saisie par une personne, "
        "approuvée par une autre, puis inscrite dans un registre public avant de compter. Les "
        "rapports sont tirés de ce seul registre.",
    .report_of = "Rapport de transparence, ",
    .report_lead =
        "Les demandes reçues pendant ce semestre et la réponse faite, quelle que soit sa date. "
        "Les comptes sont comptés ; personne n’est nommé.",
    .half_goes_on = "Ce semestre n’est pas terminé : les chiffres augmentent encore.",
    .all_reports = "Tous les rapports",
    .orders_page = "Les ordres des États, un par un",
    .months = {"janvier à juin ", "juillet à décembre "},
    .tables = {"Des États demandent des données", "Des particuliers demandent des données",
               "Demandes de retrait", "Demandes de conservation",
               "Ordres sur les pays où nous sommes"},
    .leads = {"Par une procédure légale, ou d’urgence parce qu’une vie était en danger.",
              "Procès civils, par décision d’un tribunal.",
              "Un contenu ne devait plus être montré.",
              "Des données ne devaient pas être effacées. Rien n’a été communiqué.",
              "Approuvés pendant ce semestre. Chacun peut être lu en entier."},
    .country = "Pays",
    .legal = "Procédures légales",
    .emergency = "Urgences",
    .requests = "Total",
    .accounts = "Comptes visés",
    .with_data = "Données remises",
    .accounts_produced = "Comptes dont des données ont été remises",
    .complied = "Suivies, en tout ou partie",
    .refused = "Refusées",
    .nothing = "Rien à remettre, ou retirées",
    .unanswered = "Pas encore de réponse",
    .challenged = "Contestées",
    .notified = "Personnes prévenues",
    .notice_forbidden = "Interdit de prévenir",
    .all = "Tous les pays",
    .none = "Aucune.",
    .asked = "Ce qui a été demandé",
    .answered = "Ce qui a été répondu",
    .types = {"Réquisition", "Ordonnance d’un tribunal", "Mandat de perquisition", "Interception",
              "Entraide judiciaire", "Autre procédure légale", "Urgence", "Demande civile",
              "Retrait", "Conservation"},
    .outcomes = {"Suivie", "Suivie en partie", "Refusée", "Nous n’avions rien",
                 "Retirée par l’autorité"},
    .figure_requests = "Demandes de données par des États",
    .figure_accounts = "Comptes visés par elles",
    .figure_with_data = "De ces demandes : des données remises",
    .figure_removals = "Demandes de retrait",
    .by_type = "Par type de demande",
    .type = "Type",
    .number = "Demandes",
    .given_to = "À qui des données ont été remises",
    .given_to_lead = "Par pays de l’autorité qui les a reçues.",
    .given_to_nobody = "À personne : aucune donnée n’a été remise.",
    .sealed_one = "Une demande de ce semestre ne peut pas encore être dite.",
    .sealed_many = " demandes de ce semestre ne peuvent pas encore être dites.",
    .sealed_lead =
        "Une loi ou un tribunal l’interdit. Chacune est inscrite sous scellé : rien ne peut y être "
        "changé, et tout le monde verra si elle est ouverte le jour dit.",
    .overdue =
        " entrées scellées auraient dû être ouvertes et ne le sont pas. Qui lit ceci devrait "
        "demander pourquoi.",
    .unreadable = " entrées du registre sont illisibles et ne sont dans aucun chiffre.",
    .each = "Chaque demande",
    .each_lead = "Dans l’ordre du registre. Le numéro est celui de l’entrée qui le dit.",
    .only_first = "Les premières ; toutes sont dans le fichier JSON.",
    .received = "Reçue le",
    .answered_on = "Réponse du",
    .to = "Remises à",
    .document = "SHA-256 du document",
    .entry = "Entrée",
    .opened_after = "Sous scellé jusqu’au",
    .check = "Vérifiez vous-même",
    .check_lead =
        "Cette page n’ajoute rien au registre. Le programme ci-dessous lit le registre, vérifie "
        "ses signatures, refait le rapport et dit si le nôtre est le même à l’octet près.",
    .as_of = "Au",
    .entries = "entrées du registre",
    .root = "empreinte racine",
    .download = "Le rapport en",
    .card_some =
        "{requests} demandes de données par des États, {accounts} comptes visés, données remises "
        "pour {percent} % des demandes. Tiré d’un registre public : chacun peut le vérifier.",
    .card_none =
        "Aucun État n’a demandé de données sur qui que ce soit. Tiré d’un registre public : chacun "
        "peut le vérifier."};

}  // namespace

const TransparencyWords& transparency_words(std::string_view language) {
  return language == "fr" ? kFrench : kEnglish;
}

}  // namespace soleil

#include "recommend/why_words.h"

#include <algorithm>
#include <array>

namespace soleil {
namespace {

struct Label {
  std::string_view name, en, fr;
};

constexpr std::array<Label, 23> kLabels = {{
    {"base", "What viewers make of videos here, on average",
     "Ce que les vidéos plaisent ici, en moyenne"},
    {"quality", "How long others stay with this video",
     "Combien de temps les autres restent sur cette vidéo"},
    {"tags", "Its tags, next to what you watch", "Ses mots-clés, face à ce que vous regardez"},
    {"author", "What you made of this author before",
     "Ce que vous avez pensé de cet auteur jusqu’ici"},
    {"sound", "What you made of this sound before", "Ce que vous avez pensé de ce son jusqu’ici"},
    {"language", "What you made of videos in its language",
     "Ce que vous avez pensé des vidéos dans sa langue"},
    {"length", "What you made of videos this long",
     "Ce que vous avez pensé des vidéos de cette durée"},
    {"match", "How well it fits your taste as a whole",
     "Combien elle va avec vos goûts en général"},
    {"co_watch", "Enjoyed together with what you enjoyed",
     "Appréciée avec ce que vous avez apprécié"},
    {"like", "The chance that you like it", "La chance que vous l’aimiez"},
    {"share", "The chance that you share it", "La chance que vous la partagiez"},
    {"follow", "The chance that it makes you follow its author",
     "La chance qu’elle vous donne envie de suivre son auteur"},
    {"report", "The chance that you report it", "Le risque que vous la signaliez"},
    {"skip", "The chance that you skip it", "Le risque que vous la passiez"},
    {"not_interested", "The chance that you don’t want it", "Le risque que vous n’en vouliez pas"},
    {"fresh", "It is new", "Elle est récente"},
    {"curiosity", "Something you have met little of", "Quelque chose que vous connaissez peu"},
    {"reading", "It is in a language you read", "Elle est dans une langue que vous lisez"},
    {"bend_tag", "You asked for more or less of its tags",
     "Vous avez demandé plus ou moins de ses mots-clés"},
    {"bend_language", "You asked for more or less of its language",
     "Vous avez demandé plus ou moins de sa langue"},
    {"bend_new_creators", "You asked for more or fewer new creators",
     "Vous avez demandé plus ou moins de nouvelles têtes"},
    {"bend_length", "You asked for longer or shorter videos",
     "Vous avez demandé des vidéos plus longues ou plus courtes"},
    {"chance", "A little chance", "Un peu de hasard"},
}};

TwoTongues asked_for(std::string_view name) {
  if (name == "bend_tag")
    return {"You asked for more of one of its tags.",
            "Vous avez demandé davantage d’un de ses mots-clés."};
  if (name == "bend_language")
    return {"You asked for more in its language.", "Vous avez demandé davantage dans sa langue."};
  if (name == "bend_new_creators")
    return {"You asked for more new creators, and its author is one.",
            "Vous avez demandé plus de nouvelles têtes, et en voici une."};
  if (name == "bend_length")
    return {"It has the length you asked for.", "Elle a la durée que vous avez demandée."};
  return {};
}

TwoTongues reason_of(std::string_view name, const Why& why, const std::string& because) {
  if (name == "tags" && !why.tag.empty())
    return {"You stay with videos about #" + why.tag + ".",
            "Vous restez sur les vidéos à propos de #" + why.tag + "."};
  if (name == "co_watch" && !because.empty())
    return {"Viewers who enjoyed “" + because + "”, as you did, enjoyed this too.",
            "Ceux qui ont apprécié « " + because + " », comme vous, ont aussi apprécié celle-ci."};
  if (name == "co_watch")
    return {"Viewers who enjoyed what you enjoyed liked this too.",
            "Ceux qui ont apprécié la même chose que vous ont aussi apprécié celle-ci."};
  if (name == "author")
    return {"You watched this author with pleasure before.",
            "Vous avez déjà regardé cet auteur avec plaisir."};
  if (name == "sound")
    return {"You enjoyed videos with this sound.", "Vous avez apprécié des vidéos avec ce son."};
  if (name == "match")
    return {"It fits what you have been watching.", "Elle va avec ce que vous regardez."};
  if (name == "quality")
    return {"Those who met it stayed with it.", "Ceux qui l’ont vue sont restés jusqu’au bout."};
  if (name == "fresh") return {"It has just been published.", "Elle vient d’être publiée."};
  if (name == "curiosity")
    return {"We don’t know yet whether you like this kind, so here is one to try.",
            "Nous ne savons pas encore si ce genre vous plaît : en voici une à essayer."};
  if (name == "reading")
    return {"It is in a language you read.", "Elle est dans une langue que vous lisez."};
  return asked_for(name);
}

// The terms worth a sentence, the strongest first.
std::vector<TwoTongues> reasons_of(const Why& why, const std::string& because, size_t count_max) {
  std::vector<Contribution> terms = why.contributions;
  std::stable_sort(terms.begin(), terms.end(),
                   [](const Contribution& a, const Contribution& b) { return a.value > b.value; });
  std::vector<TwoTongues> out;
  for (const Contribution& term : terms) {
    if (term.value <= 0.01 || out.size() == count_max) break;
    TwoTongues reason = reason_of(term.name, why, because);
    if (!reason.en.empty()) out.push_back(std::move(reason));
  }
  return out;
}

TwoTongues exploring() {
  return {"Every new video gets its first viewers; you are among this one’s.",
          "Chaque nouvelle vidéo a droit à ses premiers regards ; le vôtre en est un."};
}

// How it came among the candidates.
TwoTongues found_in(std::string_view source) {
  if (source == "fresh")
    return {"It was found among the newest videos you have not met.",
            "Elle était parmi les plus récentes que vous n’avez pas vues."};
  if (source == "popular")
    return {"It was found among those that pleased many viewers of late.",
            "Elle était parmi celles qui ont plu à beaucoup ces temps-ci."};
  if (source == "similar" || source == "nearest" || source == "tags" || source == "authors" ||
      source == "sounds" || source == "items")
    return {"It was found near what you have been watching.",
            "Elle a été trouvée près de ce que vous regardez."};
  if (source == "next")
    return {"Viewers often go on to it from what you just enjoyed.",
            "On passe souvent à elle après ce que vous venez d’aimer."};
  if (source == "newcomers")
    return {"It was found among the new videos near your taste.",
            "Elle était parmi les nouveautés proches de vos goûts."};
  if (source == "local")
    return {"It was found among those that please in the languages of the country you are in.",
            "Elle était parmi celles qui plaisent dans les langues du pays où vous êtes."};
  if (source == "asked")
    return {"It was found because of your sliders.", "Vos curseurs l’ont fait trouver."};
  if (source == "topic")
    return {"It was found in the topic you opened.",
            "Elle est dans le thème que vous avez ouvert."};
  return {"It was found by looking anywhere, so that nothing is out of reach.",
          "Elle a été trouvée au hasard, pour que rien ne reste hors de portée."};
}

TwoTongues last_word(const Why& why) {
  if (why.recipe.starts_with("plain"))
    return {"It was chosen without a profile: nothing about you was used, and nothing is kept.",
            "Elle a été choisie sans profil : rien de vous n’a servi, et rien n’est gardé."};
  return {"Whom you follow played no part in it.",
          "Les personnes que vous suivez n’y sont pour rien."};
}

}  // namespace

TwoTongues words_of(std::string_view contribution) {
  for (const Label& label : kLabels)
    if (label.name == contribution) return {std::string(label.en), std::string(label.fr)};
  return {std::string(contribution), std::string(contribution)};
}

std::vector<TwoTongues> sentences_of(const Why& why, const std::string& because_title) {
  std::vector<TwoTongues> out = reasons_of(why, because_title, why.explores ? 1 : 2);
  if (why.explores) out.push_back(exploring());
  if (out.size() < 2) out.push_back(found_in(why.source));
  if (out.size() < 2)
    out.push_back({"Nothing spoke loudly for it: it was simply its turn.",
                   "Rien de fort ne parlait pour elle : c’était simplement son tour."});
  out.push_back(last_word(why));
  return out;
}

TwoTongues short_reason(const Why& why, const std::string& because_title) {
  return sentences_of(why, because_title).front();
}

}  // namespace soleil

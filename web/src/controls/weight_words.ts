// What each published weight is for. A weight without words is shown by its name alone.
type Words = Record<string, string>;

const en: Words = {
  watch: 'how satisfied you will probably be (0 to 1)',
  like: 'the chance that you like it',
  share: 'the chance that you share it',
  follow: 'the chance that it makes you follow its author',
  report: 'the chance that you report it',
  skip: 'the chance that you skip it within two seconds',
  not_interested: 'the chance that you say “not interested”',
  fresh: 'for a video of this minute',
  fresh_half_life_days: 'days after which “new” counts half',
  curiosity: 'for what you have never met; less with each meeting',
  reading: 'in a language your account or browser names',
  chance: 'a little luck, at most this much',
  bend_tag: 'one step of your slider for a tag',
  bend_language: 'one step of your slider for a language',
  bend_new_creators: 'one step of your slider for new creators',
  bend_length: 'one step of your slider for length',
  sameness_new: 'taken off for likeness to the rest of the page, at first',
  sameness_settled: 'the same, once it knows you',
  settled_after: 'viewings until half way between the two',
  explore_share: 'share of the places kept for new videos',
  explore_exposures: 'viewers each new video is owed',
  explore_days: 'days in which it is owed them',
};

const fr: Words = {
  watch: 'la satisfaction attendue (de 0 à 1)',
  like: 'la chance que vous l’aimiez',
  share: 'la chance que vous la partagiez',
  follow: 'la chance qu’elle vous donne envie de suivre son auteur',
  report: 'le risque que vous la signaliez',
  skip: 'le risque que vous la passiez avant deux secondes',
  not_interested: 'le risque que vous disiez « pas intéressé »',
  fresh: 'pour une vidéo de cette minute',
  fresh_half_life_days: 'jours après lesquels « récent » compte moitié moins',
  curiosity: 'pour ce que vous n’avez jamais croisé ; moins à chaque rencontre',
  reading: 'dans une langue de votre compte ou de votre navigateur',
  chance: 'un peu de hasard, au plus cela',
  bend_tag: 'un cran de votre curseur pour un mot-clé',
  bend_language: 'un cran de votre curseur pour une langue',
  bend_new_creators: 'un cran de votre curseur pour les nouvelles têtes',
  bend_length: 'un cran de votre curseur pour la durée',
  sameness_new: 'retiré pour la ressemblance avec le reste de la page, au début',
  sameness_settled: 'de même, une fois qu’il vous connaît',
  settled_after: 'visionnages jusqu’à mi-chemin entre les deux',
  explore_share: 'part des places gardées aux nouvelles vidéos',
  explore_exposures: 'regards dus à chaque nouvelle vidéo',
  explore_days: 'jours pendant lesquels ils lui sont dus',
};

export const weight_words: Record<'en' | 'fr', Words> = { en, fr };

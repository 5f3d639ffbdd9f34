import { plurals } from '../i18n/plural';

const plural = plurals('fr');

export default {
  title: 'Votre fil',
  lead: 'Ce qu’il fait, ce qu’il sait, et ce que vous en voulez. Tout cela marche aussi sans compte.',
  levels: ['beaucoup moins', 'moins', 'comme ça vient', 'plus', 'beaucoup plus'],
  levels_of: (level: number, what: string) => (Math.abs(level) > 1 ? `bien ${what}` : what),
  remove: (what: string) => `Retirer : ${what}`,
  undo: 'Annuler',

  mode: 'Comment il apprend',
  modes: { learns: 'Apprend quand je regarde', paused: 'En pause', plain: 'Sans profil' },
  mode_text: {
    learns:
      'Ce que vous regardez fait bouger vos goûts en une seconde. Jamais il ne regarde qui vous suivez ou connaissez.',
    paused:
      'Votre fil reste comme il est. Ce que vous regardez ne lui apprend rien ; vous ne verrez pas pour autant deux fois la même vidéo.',
    plain:
      'Le plus récent et le plus apprécié, dans vos langues. Rien de ce que vous regardez n’est envoyé ni gardé, et ce qu’il avait appris ne sert pas.',
  },
  mode_done: {
    learns: 'Il apprend de nouveau, à partir de maintenant.',
    paused: 'En pause. Ce que vous regardez ne lui apprend rien.',
    plain: 'C’est fait : pas de profil, rien n’est gardé.',
  },

  sliders: 'Plus ou moins',
  sliders_lead:
    'Ce que vous demandez s’ajoute à la note, au grand jour. La prochaine page en tient compte.',
  sliders_plain: 'Sans profil, les curseurs se reposent. Ce qui est masqué le reste.',
  new_creators: 'Nouvelles têtes',
  length: 'Durée des vidéos',
  shorter: 'plus courtes',
  longer: 'plus longues',
  tag: (tag: string) => `#${tag}`,
  language: (name: string) => `En ${name}`,
  add_tag: 'Un mot-clé à voir plus ou moins',
  add_tag_hint: 'bateaux, cuisine de rue…',
  add: 'Ajouter',
  add_language: 'Ajouter une langue',
  pick_language: 'Choisir…',

  taste: 'Ce qu’il croit que vous aimez',
  taste_none: 'Rien encore. Regardez quelques vidéos et revenez voir.',
  taste_from: (n: number) =>
    plural(n, { one: 'Appris de # visionnage.', other: 'Appris de # visionnages.' }),
  taste_hidden: (n: number) =>
    plural(n, {
      zero: '',
      one: '# « pas intéressé » cache ce que vous avez désigné.',
      other: '# « pas intéressé » cachent ce que vous avez désigné.',
    }),
  taste_tags: 'À propos de',
  taste_authors: 'De',
  taste_sounds: 'Avec le son',
  taste_sound_unnamed: 'Un son original',
  taste_languages: 'En',
  strengths: ['un peu', 'assez', 'beaucoup'],
  taste_more: (what: string) => `${what} : en demander plus ou moins`,

  mutes: 'Masqué',
  mutes_lead:
    'Ce qui est ici ne vous est jamais montré, dans aucun fil. Les mots comptent dans les titres et les mots-clés.',
  mutes_none: 'Rien n’est masqué.',
  mute_kinds: { word: 'Mot', tag: 'Mot-clé', sound: 'Son', author: 'Auteur' },
  mute_word: 'Un mot ou un #mot-clé à masquer',
  mute_word_hint: 'spoiler, #araignées…',
  mute_add: 'Masquer',
  mute_verb: 'Masquer',
  mute_something: 'Masquer l’auteur, le son ou un mot-clé',
  mute_name: (name: string) => `Masquer ${name}`,
  muted: (name: string) => `Masqué : ${name}. Vous ne le verrez plus.`,
  unmute: 'Ne plus masquer',
  topic_muted: (tag: string) => `Vous masquez #${tag}`,
  unmute_name: (name: string) => `Ne plus masquer ${name}`,
  unmuted: (name: string) => `${name} peut revenir.`,
  gone: 'n’est plus ici',

  breaks: 'Pauses',

  weights: 'Les poids en service',
  weights_lead:
    'La note d’une vidéo est une simple somme. Voici les nombres de ce serveur, les mêmes pour tout le monde, lus à l’instant.',
  weight: 'Poids',
  value: 'Valeur',
  how: 'Comment marche le fil, expliqué simplement',

  reset: 'Repartir de zéro',
  reset_lead:
    'Oublier tout ce que le fil a appris de vous et remettre les curseurs au milieu. J’aime, abonnements et masqués restent.',
  reset_keep: 'Ne pas remontrer ce que j’ai déjà vu',
  reset_ask: 'Effacer ce que le fil a appris',
  reset_sure: 'Vraiment tout oublier ?',
  reset_yes: 'Oui, repartir de zéro',
  reset_done: 'C’est oublié. Le fil repart de zéro.',

  why_change: 'Changer cela',
  why_changed: 'Vos prochains gestes le montreront.',
  why_plain: 'Couper le profilage',
  why_profile: 'Le laisser apprendre de nouveau',
  why_mute: 'Ou plus jamais',
  all: 'Tous les réglages de votre fil',
  total: 'En tout',
  details: (n: number) =>
    plural(n, { one: 'et # morceau plus petit', other: 'et # morceaux plus petits' }),
};

import { plurals } from '../i18n/plural';

const n = plurals('fr');

export default {
  title: 'Où vivent vos données',
  lead: 'Tout ce qui est gardé de vous a un seul chez-soi. Cela n’en sort pas, sauf si vous déménagez.',
  card_lead: (region: string) =>
    `Chez elles en région ${region}. Voyez la carte, déménagez, ou emportez une copie.`,
  card_open: 'Où vivent mes données',
  signed_out:
    'Les données d’un invité vivent avec son cookie : dans ce navigateur. Connectez-vous pour voir les vôtres.',
  map: (region: string, backup: string) =>
    backup
      ? `Carte : vos données en région ${region}, la copie scellée en région ${backup}`
      : `Carte : vos données en région ${region}`,
  home: 'Leur chez-soi',
  home_place: (region: string, where: string) => `${region} (${where})`,
  since: (day: string) => `depuis le ${day}`,
  backup: 'Copie scellée',
  backup_lead: 'Personne là-bas ne peut l’ouvrir : la clé reste à la maison.',
  backup_none: 'Il n’y en a pas dans une autre région en ce moment.',
  backup_of: (when: string) => `Contient ce que vous aviez jusqu’à ${when}.`,
  backup_none_lead: 'Demandez à qui tient ce serveur comment il garde une copie.',
  country: 'Où vous vivez',
  country_said: (day: string) => `comme vous l’avez dit le ${day}`,
  country_none: 'Personne ne l’a demandé : il n’y a qu’une région, elle accueille tout le monde.',
  country_unsaid: 'Vous ne l’avez pas dit.',
  law: 'La loi qui vous protège',
  law_everywhere:
    'Quelle que soit la loi, ici vous pouvez tout lire, emporter, déménager et effacer.',
  who: 'Qui les a lues',
  who_open: 'Voir chaque accès',
  move_title: 'Déménager',
  move_lead:
    'Si vous vivez maintenant dans un autre pays, dites-le : vos données vous suivent chez les gens de là-bas.',
  move_none:
    'Ce réseau n’a qu’une région : nulle part où déménager. Vos données restent ici, où que vous viviez.',
  move_start: 'Je vis ailleurs maintenant',
  move_country: 'Le pays où vous vivez maintenant',
  stays: (region: string) => `Votre région reste ${region}. Seul le pays est noté.`,
  note: 'Le noter',
  noted: 'C’est noté. Votre région ne change pas.',
  shut: 'Nous ne gardons pas les données de personnes qui y vivent : vous ne pouvez pas y déménager avec.',
  goes: (from: string, to: string) => `Vos données passeraient de ${from} à ${to}.`,
  along: 'Vient avec vous',
  along_name: 'Votre nom, votre présentation, votre mot de passe',
  along_controls: 'Sourdines et curseurs de votre fil',
  along_follows: (value: number) =>
    n(value, { one: 'La # personne que vous suivez', other: 'Les # personnes que vous suivez' }),
  along_likes: (value: number) =>
    n(value, { one: 'La # vidéo que vous avez aimée', other: 'Les # vidéos que vous avez aimées' }),
  along_watched: 'Ce que vous avez regardé depuis 30 jours, pour que le fil vous connaisse encore',
  gone: 'Ne vient pas, et est effacé ici',
  gone_videos: (value: number) =>
    n(value, {
      one: 'Votre # vidéo, avec ses « j’aime » et ses vues',
      other: 'Vos # vidéos, avec leurs « j’aime » et leurs vues',
    }),
  gone_taste: 'Ce que vous avez regardé avant',
  gone_followers: 'Les gens qui vous suivent : ils devront vous suivre de nouveau',
  gone_reports: 'Vos signalements : la modération les garde, sans vous',
  stays_public: 'Le registre public garde qui a lu vos données, sans votre nom.',
  how_long: 'Combien de temps',
  how_long_text:
    'Quelques secondes. Scellé ici, ouvert là-bas, puis effacé ici. Si cela s’interrompt entre-temps, demandez encore : c’est le même déménagement.',
  copy_first: 'Emporter d’abord une copie',
  videos_sure: (videos: number) =>
    n(videos, {
      one: 'J’ai le fichier de ma vidéo. Elle est effacée ici.',
      other: 'J’ai les fichiers de mes # vidéos. Elles sont effacées ici.',
    }),
  password: 'Votre mot de passe, pour être sûr que c’est vous',
  handle_taken:
    'Là-bas, quelqu’un porte déjà votre nom. Choisissez-en un autre pour votre nouvelle région.',
  handle: 'Votre nom là-bas',
  go: (region: string) => `Déménager à ${region}`,
  moving: 'Vous déménagez…',
  step_sealed: (from: string, to: string) => `Scellé à ${from}, pour ${to} seulement`,
  step_opened: (to: string) => `Ouvert à ${to}`,
  step_erased: (from: string) => `Effacé à ${from}`,
  nothing_moved: 'Rien n’a déménagé.',
  moved: (region: string) => `Vous vivez maintenant à ${region}`,
  moved_lead: (from: string, handle: string) =>
    `Tout ce qui était à vous à ${from} est effacé. Connectez-vous là-bas sous le nom « ${handle} », avec le même mot de passe.`,
  moved_go: (region: string) => `Se connecter à ${region}`,
  export_title: 'Télécharger mes données',
  export_lead:
    'Un fichier avec tout ce qui est gardé de vous, descellé : votre compte, vos vidéos et les liens vers leurs fichiers, vos « j’aime », qui vous suivez, ce que vous avez regardé, vos réglages, vos appareils, vos signalements, et qui a lu quoi de vous.',
  export_note:
    'Le texte d’un signalement reste scellé : personne ne l’ouvre sans deux autres, pas même pour vous.',
  export_links:
    'Les liens vers les fichiers de vos vidéos durent quelques heures. Servez-vous-en, ou redemandez.',
  export_needs_password:
    'Votre compte n’a pas de mot de passe. Une session seule ne doit pas pouvoir tout emporter :',
  export_set_password: 'choisissez d’abord un mot de passe',
  export_go: 'Faire le fichier',
  export_making: 'On relit tout… cela peut prendre une minute.',
  export_done: 'Il est dans vos téléchargements.',
  export_wait: 'Vous en avez déjà pris plusieurs. Réessayez dans une demi-heure.',
  export_busy: 'D’autres prennent le leur en ce moment. Réessayez dans une minute.',
  export_counts: (videos: string, likes: string, facts: string) => `${videos}, ${likes}, ${facts}.`,
  videos: (value: number) => n(value, { one: '# vidéo', other: '# vidéos' }),
  likes: (value: number) => n(value, { one: '# « j’aime »', other: '# « j’aime »' }),
  facts: (value: number) => n(value, { one: '# lecture ou geste', other: '# lectures et gestes' }),
  wrong_password: 'Ce n’est pas votre mot de passe.',
  carve_title: 'Un nouvel exploitant',
  carve_leaving: (to: string) =>
    `Ce qui est à vous part chez ${to}, avec ce qui est à tous ceux qui vivent là où vous vivez.`,
  carve_leaving_somewhere:
    'Ce qui est à vous part chez un nouvel exploitant, avec ce qui est à tous ceux qui vivent là où vous vivez.',
  carve_frozen:
    'D’ici là, vous pouvez regarder, lire et copier ce qui est à vous ; les changements attendent.',
  carve_until: (day: string) => `Si ce n’est pas fait le ${day}, tout continue ici.`,
  carve_arrived: (from: string) => `Ce qui est à vous est venu de ${from}.`,
  carve_arrived_somewhere: 'Ce qui est à vous est venu d’un autre exploitant.',
  carve_proof:
    'Ce fichier prouve que tout ce qui est à vous est arrivé, signé par les deux. « soleil carve-out leaf FICHIER » le vérifie ; comparez ses clés avec celles que les deux publient.',
  carve_proof_save: 'Enregistrer ma preuve',
  carve_cut: 'Ce qui fut coupé, et où c’est maintenant',
  carve_cut_kinds: {
    follow: (value: number) => n(value, { one: '# abonnement', other: '# abonnements' }),
    like: (value: number) => n(value, { one: '# « j’aime »', other: '# « j’aime »' }),
  },
  reports_title: 'Ce que vous avez signalé',
  reports_lead: 'Quelqu’un a regardé, ou regardera. Voici ce qui fut décidé, et pourquoi.',
  reports_none: 'Vous n’avez rien signalé',
  reports_none_lead:
    'Si une vidéo enfreint une loi ou une règle, appuyez longtemps dessus et choisissez « Signaler ».',
  reports_card: 'Voyez ce que sont devenus vos signalements.',
  reports_open: 'Mes signalements',
  reports_news: (value: number) => n(value, { one: 'Un décidé', other: '# décidés' }),
  report_states: {
    open: 'Attend la modération',
    kept: 'Examiné ; la vidéo reste',
    removed: 'Retirée',
  },
  report_gone: 'Une vidéo qui ne se voit plus',
  report_sent: (when: string) => `envoyé ${when}`,
  report_decided: (when: string) => `décidé ${when}`,
  report_why: 'Pourquoi',
  report_further:
    'Pas d’accord ? Signalez-la encore avec ce qui a échappé ; quelqu’un d’autre peut la regarder.',
};

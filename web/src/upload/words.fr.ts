import { plurals } from '../i18n/plural';

const n = plurals('fr');

export default {
  title: 'Publier',
  lead: 'Écrivez la légende pendant le trajet. Onglet fermé, réseau perdu, batterie à plat : tout vous attendra ici.',
  drop: 'Déposez vos vidéos ici',
  drop_now: 'Lâchez, on s’en occupe',
  choose: 'Choisir des vidéos',
  choose_more: 'Ajouter une vidéo',
  limit: (size: string) => `MP4, MOV, WebM et presque tout le reste, jusqu’à ${size} par vidéo.`,
  no_limit: 'MP4, MOV, WebM et presque tout le reste.',
  sign_in_first: 'Connectez-vous pour publier',
  sign_in_why:
    'Une vidéo a besoin d’un auteur. C’est l’affaire d’une demi-minute : un nom et un mot de passe suffisent.',
  rejected: {
    empty: (name: string) =>
      `« ${name} » est vide : pas un octet dedans. Reprenez-la là où elle a été filmée.`,
    not_video: (name: string) =>
      `« ${name} » ne ressemble pas à une vidéo. Choisissez un fichier MP4, MOV ou WebM.`,
    too_large: (name: string, size: string) =>
      `« ${name} » dépasse les ${size} acceptés ici. Raccourcissez-la ou exportez-la plus légère.`,
  },
  queued: 'La prochaine à partir',
  starting: 'En route…',
  sending: (percent: string) => `${percent} envoyés`,
  speed: (speed: string) => `${speed}/s`,
  left_s: (value: number) =>
    n(value, { one: 'encore # seconde environ', other: 'encore # secondes environ' }),
  left_min: (value: number) =>
    n(value, { one: 'encore # minute environ', other: 'encore # minutes environ' }),
  left_h: (value: number) =>
    n(value, { one: 'encore # heure environ', other: 'encore # heures environ' }),
  paused: 'En pause. Ce qui est parti est gardé.',
  waiting:
    'Le réseau s’est absenté. L’envoi reprendra tout seul à son retour ; ce qui est parti est gardé.',
  elsewhere: 'Un autre onglet s’en charge. Si vous le fermez, l’envoi continue ici.',
  needs_file:
    'Choisissez de nouveau le même fichier pour continuer : vos mots et ce qui est déjà parti sont gardés.',
  needs_click: 'Votre navigateur demande votre accord avant de relire le fichier.',
  choose_again: 'Choisir le fichier',
  open_again: 'Le rouvrir',
  other_file: (size: string) =>
    `C’est un autre fichier : celui que nous avons commencé pèse ${size}. Choisissez-le, ou annulez pour repartir de zéro.`,
  sign_in_again: 'Votre session s’est terminée. Connectez-vous et l’envoi reprend ici.',
  sign_in: 'Se connecter',
  refused: 'Vidéo non acceptée',
  processing: (percent: string) => `Nous préparons votre vidéo… ${percent}`,
  processing_soon: 'Tout est arrivé. Nous préparons la suite…',
  ready: 'Prête. Elle sortira quand vous appuierez sur « Publier ».',
  published: 'Publiée',
  published_now: (now: string, soon: string) =>
    `Publiée. En ${now} maintenant, en ${soon} dans un instant.`,
  published_best: (best: string) => `Publiée, en ${best}.`,
  published_link: 'Publiée pour les personnes qui ont le lien.',
  published_private: 'Enregistrée. Vous seul·e pouvez la voir.',
  will_publish:
    'Elle sortira dès qu’elle sera prête. Vous pourrez fermer cette page une fois tout envoyé.',
  not_saved:
    'La légende n’a pas pu être enregistrée. Vos mots sont toujours là : appuyez encore sur « Publier ».',
  pause: 'Pause',
  resume: 'Reprendre',
  cancel: 'Annuler',
  cancel_sure: 'Jeter cet envoi ?',
  cancel_yes: 'Le jeter',
  cancel_no: 'Le garder',
  dismiss: 'Retirer de la liste',
  retry: 'Réessayer',
  watch: 'La regarder',
  copy_link: 'Copier le lien',
  copied: 'Lien copié',
  my_videos: 'Mes vidéos',
  publish: 'Publier',
  publish_save: 'Enregistrer',
  caption: 'Légende',
  caption_hint: 'Qu’allons-nous voir ?',
  counter: (used: number, max: number) => `${used} sur ${max}`,
  too_long: (over: number) =>
    n(over, { one: '# caractère de trop', other: '# caractères de trop' }),
  tags: 'Mots-clés',
  tags_hint: 'Entrée ou virgule après chacun',
  tags_full: (max: number) => `${max} mots-clés, c’est déjà beaucoup.`,
  remove_tag: (tag: string) => `Retirer le mot-clé ${tag}`,
  language: 'Langue parlée ou écrite',
  other_language: 'Une autre langue, ou aucune',
  visibility: 'Qui peut la voir',
  visibilities: {
    public: 'Tout le monde',
    link: 'Avec le lien',
    private: 'Moi uniquement',
  },
  visibility_hints: {
    public: 'Dans le fil, la recherche et sur votre page.',
    link: 'Ni dans le fil, ni dans la recherche.',
    private: 'Personne d’autre, même avec le lien.',
  },
  others_may: 'Les autres peuvent',
  allow_duet: 'faire un duo avec',
  allow_stitch: 'la reprendre dans la leur',
  allow_sound: 'utiliser sa bande-son',
  saved_here: 'Vos mots sont gardés sur cet appareil à mesure que vous écrivez.',
  file: (name: string, size: string) => `${name}, ${size}`,
  moving: (value: number) => n(value, { one: 'Une vidéo en route', other: '# vidéos en route' }),
  list: 'Vos envois',
};

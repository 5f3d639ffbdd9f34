import { plurals } from '../i18n/plural';

const n = plurals('fr');

export default {
  lead: 'Où vivent les données des gens, qui garde les copies scellées, et ce que des États ont ordonné.',
  map: (regions: string) => `Carte du monde avec les régions ${regions}`,
  stale: (when: string) => `Pas rafraîchi. Dernier relevé : ${when}.`,
  again: 'Réessayer',
  well: (regions: number) =>
    n(regions, { one: 'La région va bien.', other: 'Les # régions vont bien.' }),
  concerns: (count: number) =>
    n(count, { one: 'Une chose a besoin de vous', other: '# choses ont besoin de vous' }),
  concern: {
    silent: (region: string, since: string) => `${region} se tait depuis ${since}.`,
    never_heard: (region: string) => `${region} n’a pas encore donné signe de vie.`,
    backup_late: (region: string, lag: string) =>
      `La sauvegarde de ${region} a ${lag} de retard ; 5 s sont promises.`,
    backup_trouble: (region: string, reason: string) =>
      `La sauvegarde de ${region} n’avance plus (${reason}).`,
    backup_no_rows: (region: string) =>
      `La sauvegarde de ${region} ne contient que les fichiers : PostgreSQL copie ses lignes par ses propres moyens.`,
    backup_none: (region: string) =>
      `${region} n’a pas de sauvegarde. Un disque perdu le serait pour de bon.`,
    keys: (region: string, reason: string) =>
      `Le service de clés de ${region} ne répond pas (${reason}) : rien de privé ne peut être ouvert.`,
    drill_failed: (region: string, reason: string) =>
      `Le dernier exercice de ${region} a échoué (${reason}).`,
    drill_never: (region: string) =>
      `Personne n’a jamais essayé de restaurer ${region}. Une sauvegarde compte une fois restaurée.`,
    drill_old: (region: string, when: string) => `Le dernier exercice de ${region} date : ${when}.`,
  },
  country: 'Un pays',
  country_none: 'Montrez un pays, ou choisissez-en un',
  home: (country: string, region: string) => `${country} : chez soi en région ${region}.`,
  home_others: (country: string, region: string) =>
    `${country} : chez soi en région ${region}, avec tous les pays qu’aucune région ne nomme.`,
  homeless: (country: string) =>
    `${country} : aucune région ne garde les données de ses habitants.`,
  offer: {
    open: 'Tout y est proposé.',
    none: 'Rien n’y est proposé',
    playback: 'Aucune vidéo ne s’y lit',
    sign_up: 'Pas de nouveaux comptes',
  },
  by_choice: 'par choix de l’exploitant',
  by_order: (title: string, region: string) =>
    `par l’ordre « ${title} », saisi en région ${region}`,
  still_in: (regions: string) =>
    `Il n’est pas dans la liste de ${regions} : là, tout est encore proposé.`,
  will_be: (title: string, left: string) => `« ${title} » prend effet dans ${left}.`,
  legend_backup: 'Sauvegarde scellée',
  legend_blocked: 'Tout n’y est pas proposé',
  not_offered: 'Non proposé',
  legend_ahead: 'Un ordre arrive',
  here: 'Vous êtes ici',
  heard: (when: string) => `Entendue ${when}`,
  silent: (why: string, since: string) => `Silence depuis ${since} : ${why}`,
  never: 'Pas encore entendue',
  why: {
    region_unreachable: 'elle est injoignable',
    not_signed_by_region: 'ce qui est venu n’est pas signé de sa clé',
    bad_standing: 'elle a répondu sous une forme inconnue',
    no_such_route: 'son logiciel est plus ancien',
  },
  open: (region: string) => `Ouvrir la console de ${region}`,
  countries: (count: number) => n(count, { one: '# pays', other: '# pays' }),
  all_others: 'tous les autres',
  everybody: 'tout le monde',
  people: 'Personnes chez elles',
  people_some: (count: string) => `${count} ou plus`,
  people_few: (least: number) => `moins de ${least}`,
  people_why: 'Par dizaines, et jamais peu : personne ne se devine par soustraction.',
  videos: 'Vidéos',
  kept: 'Conservé',
  free: (size: string) => `${size} libres`,
  backup: (region: string) => `Sauvegarde à ${region}`,
  backup_somewhere: 'Sauvegarde',
  backup_lag: (lag: string) => `${lag} de retard`,
  backup_starts: 'la première est en cours',
  backup_nothing: 'aucune',
  read_back: (when: string) => `relue et ouverte ${when}`,
  read_back_never: 'pas encore relue',
  drill: 'Dernier exercice',
  drill_none: 'jamais',
  drill_good: 'tout était comme signé',
  drill_bad: (reason: string) => `échec : ${reason}`,
  drill_by: (names: string) => `approuvé par ${names}`,
  drill_by_two: (people: number) =>
    n(people, { one: 'approuvé par une personne', other: 'approuvé par # personnes' }),
  drill_figures: (rpo: string, rto: string) => `RPO ${rpo}, RTO ${rto}`,
  drill_how: 'Comment en faire un',
  keys: 'Clés',
  keys_good: 'le service de clés répond',
  keys_bad: (reason: string) => `pas de réponse (${reason})`,
  refused: 'Refusé à la frontière',
  refused_since: (when: string) => `depuis ${when}`,
  errands: {
    sign_up: 'inscriptions à la mauvaise porte',
    sign_in: 'connexions de personnes qui vivent ailleurs',
    read: 'lectures',
    write: 'écritures',
    move: 'déménagements',
  },
  learning: 'Ce qui fut appris ensemble',
  learning_lead:
    'Des sommes sur assez de personnes, avec du bruit, dans un budget ; jamais les goûts de quelqu’un.',
  learning_told: 'Dit par cette région',
  learning_heard: (region: string) => `Entendu de ${region}`,
  learning_nothing: 'rien encore',
  learning_next: (left: string) => `prochain dans ${left}`,
  learning_release: (number: string, videos: string, when: string) =>
    `envoi ${number}, de ${videos} vidéos, ${when}`,
  learning_budget: 'Ce par quoi une personne peut être reconnue',
  learning_spent: (spent: string, all: string) => `ε ${spent} sur ${all} dépensé`,
  learning_terms: (persons: string, noise: string, span: string) =>
    `au moins ${persons} personnes par vidéo, bruit de ±${noise}, compté sur ${span}`,
  orders: 'Ordres',
  orders_none: 'Aucun État n’a rien ordonné.',
  orders_lead:
    'L’horloge les exécute. Chaque région a sa liste : un ordre qui les lie toutes est saisi dans toutes.',
  in_force: 'En vigueur',
  in_force_since: (day: string) => `en vigueur depuis le ${day}`,
  ahead: (left: string) => `prend effet dans ${left}`,
  on: (day: string) => `le ${day}`,
  until: (day: string) => `jusqu’au ${day}`,
  entered_in: (region: string) => `saisi à ${region}`,
  to_orders: 'Saisir ou lire des ordres',
  and: ' et ',
  one_title: 'Une région, un chez-soi',
  one_lead:
    'Les données de tous vivent sur ce serveur. Cela suffit le plus souvent. Avec plusieurs régions, les données de chacun restent là où il vit, et une autre région en garde une copie scellée qu’elle ne peut pas ouvrir.',
  one_steps: [
    'Démarrez Soleil sur une seconde machine, dans l’autre pays, et demandez à chacune ses clés publiques :',
    'Écrivez-les dans un seul fichier, le même sur chaque machine, en disant qui est chez soi où :',
    'Dites dans chaque configuration quelle région elle est, et où vont ses copies scellées :',
    'Vérifiez le fichier, redémarrez les deux : cette page montre alors la carte de votre réseau.',
  ],
  one_more:
    'Toute l’histoire, avec un exemple de trois régions, est dans docs/residency.md et deploy/virginia-singapore. Pour la voir d’abord tourner sur cette machine :',
  copy: 'Copier',
  copied: 'Copié.',
};

import { plurals } from '../i18n/plural';
import type { Shape } from '../i18n/words';
import type en from './words.en';

const p = plurals('fr');

export default {
  title: 'Vérifiez-nous',
  lead: 'Ce que nous affirmons, et ce qui le prouve. C’est votre navigateur qui vérifie, à l’instant, dans des registres publics où rien ne peut changer sans que cela se voie.',
  open: 'Vérifiez-nous',
  checking: 'Votre navigateur lit les registres…',
  again: 'Vérifier à nouveau',
  all_good: 'Les registres sont intacts.',
  all_good_first: (entries: string) =>
    `${entries} entrées, signées, chacune à la place où elle a été signée. Votre navigateur s’en souvient : il verra désormais si l’une change ou disparaît.`,
  all_good_since: (entries: string, ago: string) =>
    `${entries} entrées, signées ; rien n’a été changé ni retiré depuis votre dernier passage (${ago}).`,
  a_moment_ago: 'à l’instant',
  all_bad: 'Quelque chose ne va pas dans ces registres.',
  all_bad_what:
    'Ce qu’ils devaient prouver ne l’est pas. Dites-le à quelqu’un : une journaliste, une autorité, un ami.',
  blind: 'Votre navigateur ne peut pas vérifier ici.',
  blind_what:
    'Il n’offre ce qu’il faut (WebCrypto) qu’en https ou sur localhost. Le programme soleil-verify vérifie de partout ; les commandes sont ci-dessous.',
  unreachable: 'Les registres sont injoignables.',
  unreachable_what: 'Rien n’est prouvé d’ici là. Êtes-vous en ligne ?',
  policy_changed:
    'Le site demande à être jugé d’après d’autres clés ou d’autres témoins qu’à votre dernier passage.',
  policy_changed_what:
    'La raison peut être bonne, un nouveau témoin par exemple. Demandez-la avant d’accepter.',
  policy_accept: 'Je sais pourquoi : accepter',
  no_witness: 'Pas encore de témoin',
  no_witness_what:
    'Personne d’indépendant ne confirme ces registres. Vous verriez un changement d’une visite à l’autre, mais le site pourrait vous en montrer d’autres qu’aux autres gens.',
  witnessed: (some: string, all: string) => `Témoins indépendants qui le confirment : ${some} sur ${all}`,
  claims: 'Affirmations',
  states: {
    looking: 'En cours',
    proven: 'Prouvé à l’instant',
    asserted: 'Seulement affirmé',
    broken: 'Faux',
  },
  since: (day: string) => `depuis le ${day}`,
  between: (from: string, until: string) => `du ${from} au ${until}`,
  proves: 'Ce que votre navigateur a vérifié',
  leaves: 'Ce que cela ne montre pas',
  evidence: 'Preuves',
  entry: (log: string, index: string) => `${log}, entrée ${index}`,
  yourself: 'Vérifier soi-même',
  yourself_what:
    'Sur votre machine, avec le programme soleil-verify, construit du même code ou tiré d’un paquet :',
  copied: 'Copié',
  copy: 'Copier les commandes',
  checks: {
    program: {
      claim: 'Le programme que ce site dit faire tourner est inscrit au registre.',
      proves: (n: Record<string, number>) =>
        `L’empreinte du programme en marche, telle que le site la dit, est dans le registre des versions${n.packages ? ', de même que le paquet dont il vient, que chacun peut reconstruire à partir du code' : ''}.`,
      leaves:
        'Que le site dit sa vraie empreinte. Un mensonge devrait être tenu dans chaque réponse.',
      broken:
        'Le programme que le site dit faire tourner n’est pas dans son registre des versions.',
    },
    algorithm: {
      claim: 'Les règles du fil sont publiées, et chacun de leurs changements est inscrit.',
      proves: (n: Record<string, number>) =>
        `Votre navigateur a calculé l’empreinte de chaque recette que le site publie (${n.recipes}). Le registre donne les mêmes pour celles en vigueur, inscrites avant qu’elles ne classent le fil de quiconque. Chaque changement y reste (${n.changes} à ce jour).`,
      leaves:
        'Qu’aucune autre recette ne sert en secret. Sous chaque vidéo, « Pourquoi cette vidéo » montre le calcul qui l’a amenée.',
      broken: 'Une recette publiée n’est pas celle que le registre dit en vigueur.',
    },
    no_disclosure: {
      claim: (country: string) =>
        country
          ? `Aucune remise de données à une autorité n’est inscrite (pays : ${country}).`
          : 'Aucune remise de données à une autorité n’est inscrite.',
      proves: (n: Record<string, number>) =>
        `Votre navigateur a lu en entier le registre des demandes et ordres. Dans cette période : ${p(n.answers!, { zero: 'aucune réponse à une autorité', one: 'une réponse à une autorité, qui n’a remis aucune donnée', other: '# réponses à des autorités, dont aucune n’a remis de données' })}.${n.sealed ? ` ${p(n.sealed, { one: 'Une entrée ne peut', other: '# entrées ne peuvent' })} pas encore être dites : ce n’est donc pas prouvé.` : ''}`,
      leaves:
        'Que rien n’a été remis hors du registre. Personne dans l’équipe ne peut lire de données sans une entrée : les clés ne sont données qu’à ce prix.',
      broken: 'Le registre dit que des données ont été remises.',
    },
    not_offered: {
      claim: (country: string) => `Ce site n’est pas proposé dans ce pays : ${country}.`,
      proves: () => 'Un ordre signé, entré en vigueur et que rien n’a levé, est dans le registre.',
      leaves:
        'Ce que voit quelqu’un là-bas. Le site se fie au pays de l’adresse ; un VPN le contourne.',
      broken: 'Aucun ordre en vigueur ne le dit.',
    },
    staff_access: {
      claim:
        'Chaque fois que l’équipe lit les données de quelqu’un, c’est au registre, et cette personne le voit.',
      proves: (n: Record<string, number>) =>
        `Le registre des accès est entier (${p(n.entries!, { zero: 'aucune entrée pour l’instant', one: 'une entrée', other: '# entrées' })}). Ses entrées ne disent rien sur personne : vous seul trouvez celles qui vous concernent, dans Réglages, « Qui a touché à mes données ».`,
      leaves:
        'Que les clés des personnes ne servent pas sans entrée. C’est vrai pour autant que le programme est celui du registre des versions.',
      broken: '',
    },
    home: {
      claim: 'Où vivent les données des gens.',
      proves: () => '',
      leaves:
        'C’est une déclaration de l’exploitant. Rien de ce qu’on peut lire de l’extérieur ne la prouve.',
      broken: '',
    },
  },
  rumours: 'Rumeurs',
  no_rumours: 'Aucune rumeur n’a encore reçu de réponse ici.',
  verdicts: { false: 'Faux', true: 'Vrai', partly: 'En partie vrai', open: 'Nous ne savons pas' },
  heard: 'Ce qui se dit',
  quoted: (said: string) => `« ${said} »`,
  heard_where: 'Où cela s’est dit',
  answer: 'Notre réponse',
  answered: (day: string) => `Réponse du ${day}`,
  changed: (times: number) => p(times, { one: 'changée une fois', other: 'changée # fois' }),
  history: 'Toutes les réponses que nous avons données',
  signed_note:
    'Chaque réponse est une entrée du registre des règles : seule une nouvelle peut la changer, et les deux restent.',
  follow: 'Suivre les réponses (Atom)',
  withdrawn: 'Retirée',
  fediverse: {
    what: 'Suivez les réponses depuis Mastodon, ou tout autre serveur du fédivers : cherchez-y ce compte.',
    copy: 'Copier l’adresse',
    off: {
      no_public_url:
        'Ce site ne peut pas être suivi depuis Mastodon : il n’a pas d’adresse publique à lui (server.public_url).',
      not_https:
        'Ce site ne peut pas être suivi depuis Mastodon : son adresse publique n’est pas en https, que les autres serveurs demandent.',
      off: 'L’exploitant a désactivé le suivi depuis Mastodon.',
    } as Record<string, string>,
  },
  share: 'Partager',
  logs: 'Les registres',
  logs_what: 'En entier, tels que votre navigateur les a lus.',
  log_names: {
    access: 'Qui a touché aux données personnelles',
    legal: 'Demandes et ordres des États',
    policy: 'Règles, affirmations et réponses',
    release: 'Programmes qui ont tourné',
  },
  log_state: { looking: 'En cours', checked: 'Intact', refused: 'À ne pas croire' },
  size: (entries: number) => p(entries, { one: '# entrée', other: '# entrées' }),
  root: 'Empreinte racine',
  cosigned: 'Cosigné par',
  browse: 'Lire les entrées',
  no_entries: 'Rien n’y a encore été inscrit.',
  older: 'Plus anciennes',
  entries_of: (from: string, to: string, all: string) => `${from} à ${to} sur ${all}`,
  kinds: {
    release: 'Un programme a commencé à tourner',
    package: 'Un paquet est sorti',
    recipe: 'Une recette du fil a changé',
    claim: 'Une affirmation',
    rumour: 'Une réponse à une rumeur',
    order: 'Un ordre',
    request: 'Une demande d’une autorité',
    answer: 'Une réponse à une autorité',
    sealed: 'Quelque chose qui ne peut pas encore être dit',
    opening: 'Ce qui peut être dit maintenant',
    access: 'Un accès (que seule la personne peut ouvrir)',
    other: 'Une entrée',
  },
  more: {
    title: 'Public également',
    orders: 'Ordres des États',
    requests: 'Rapports semestriels',
    data: 'Ce qui est conservé sur vous',
    feed: 'Comment marche le fil',
  },
  console: {
    lead: 'Ce que vous dites ici est inscrit au registre des règles : tout le monde le lit, personne ne le retire.',
    see: 'Voir la page',
    claims: 'Affirmations',
    rumours: 'Rumeurs',
    new_claim: 'Affirmer quelque chose',
    new_rumour: 'Répondre à une rumeur',
    again: 'Répondre à nouveau',
    withdraw: 'Retirer',
    withdraw_sure:
      'Retirer cette réponse ? Elle disparaît de la liste et des serveurs qui suivent ; le registre et la page de la rumeur la gardent. On ne pourra répondre à nouveau à cette rumeur que sous un autre nom.',
    withdrawn: 'Retirée, par une nouvelle entrée',
    logged: (index: string) => `Inscrit : entrée ${index}`,
    check: 'À quoi on la confronte',
    checks: {
      no_disclosure: 'Aucune remise : toutes les entrées du registre des demandes',
      not_offered: 'Non proposé dans un pays : les ordres en vigueur',
      home: 'Rien : elle est montrée comme seulement affirmée',
    },
    country: 'Pays',
    country_hint: 'Deux lettres, comme CN. Vide : aucune autorité du tout.',
    from: 'Depuis le',
    until: 'Jusqu’au (vide : jusqu’à ce jour)',
    own_words: 'Avec vos mots (vide : ceux de la vérification)',
    english: 'Anglais',
    french: 'Français',
    said: 'Ce qui se dit, mot pour mot',
    where: 'Où cela s’est dit (adresse)',
    verdict: 'Votre verdict',
    evidence: 'Preuves : une page ou une entrée d’un registre',
    evidence_hint: 'Une adresse comme /about/data ou https://…, ou une entrée comme legal#12',
    evidence_what: 'Ce qu’elle montre',
    more_evidence: 'Une de plus',
    log_it: 'Inscrire au registre',
    cancel: 'Annuler',
    no_claims: 'Vous n’affirmez encore rien de plus que ce que le logiciel affirme de lui-même.',
    for_ever:
      'Ceci reste pour toujours. Une erreur se corrige par une nouvelle entrée ; les deux sont montrées.',
  },
  refusals: {
    unreachable: 'Il est illisible. Tant que c’est le cas, rien de ce qu’il contient n’est prouvé.',
    bad_format: 'Ce que le site a envoyé n’est pas un registre.',
    bad_signature:
      'La signature est fausse : quelqu’un d’autre l’a écrit, ou l’a changé une fois signé.',
    unknown_log: 'C’est un autre registre que celui que le site a nommé.',
    unwitnessed:
      'Trop peu de témoins indépendants l’ont confirmé. On vous montre peut-être autre chose qu’aux autres.',
    tampered: 'Quelque chose qui était inscrit a été changé ou retiré depuis la signature.',
    shrunk: 'Il contient moins que lors de votre dernier passage : quelque chose a été retiré.',
    fork: 'Ce n’est pas l’histoire que votre navigateur avait vue. Le site l’a réécrite.',
  },
  detail: 'Pour une ingénieure',
} satisfies Shape<typeof en>;

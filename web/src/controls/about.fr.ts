import type { About } from './about.en';

const about: About = {
  title: 'Comment marche votre fil',
  lead:
    'Un programme choisit la vidéo suivante. Voici ce qu’il regarde, ce qu’il garde, ' +
    'et comment l’arrêter. Rien n’est passé sous silence.',
  short: [
    'Il apprend de ce que vous regardez, et de rien d’autre sur vous.',
    'Qui vous suivez, qui vous connaissez, qui paie : cela n’y est pour rien. ' +
    'Personne ne peut payer.',
    'Chaque vidéo reçoit une note qui est une simple somme. Vous pouvez en lire ' +
    'chaque terme sous « Pourquoi cette vidéo ».',
    'Vous pouvez l’infléchir, masquer, le mettre en pause, le remettre à zéro, ou ' +
    'avoir un fil sans aucun profil.',
  ],
  recipes: { for_you: 'Pour vous', plain: 'Sans profil' },
  sources: 'Combien de candidates, et d’où :',
  source_code:
    'Le programme est libre. Dans son dépôt, docs/recommender.md donne chaque ' +
    'formule et les commandes qui reproduisent les chiffres.',
  parts: [
    {
      title: 'D’un geste à la page suivante',
      text: [
        'Votre lecteur dit combien de temps une vidéo a tourné. En moins d’une ' +
        'seconde, cela a fait bouger vos goûts et la place de la vidéo.',
        'Pour la page suivante, le programme réunit quelques centaines de candidates ' +
        ': les plus récentes, celles qui ont plu à beaucoup, celles qu’on a aimées ' +
        'avec ce que vous avez aimé, celles qui sont proches de vos goûts, vos ' +
        'mots-clés, auteurs et sons, ce que vous avez demandé, et quelques-unes de ' +
        'n’importe où. Il retire ce que vous avez vu, masqué ou refusé, et vos ' +
        'propres vidéos.',
        'Chacune des autres reçoit une note : la satisfaction attendue, plus de ' +
        'petits termes pour un j’aime, pour la nouveauté, pour une langue que vous ' +
        'lisez, pour ce que vous n’avez jamais croisé, pour vos curseurs, et un peu ' +
        'de hasard ; moins le risque que vous la passiez ou la refusiez. Les ' +
        'meilleures sont rangées de façon qu’une page ne soit pas dix fois la même : ' +
        'jamais deux fois de suite le même auteur ou le même son tant qu’il y a le ' +
        'choix.',
        'Quelques places sont gardées aux nouvelles vidéos, pour que la première ' +
        'vidéo de chacun rencontre ses premiers regards. « Pourquoi cette vidéo » le ' +
        'dit quand c’est le cas.',
      ],
    },
    {
      title: 'Ce qu’il regarde',
      text: ['Tous les éléments qui existent. Il n’y en a pas d’autres.'],
      rows: [
        ['Ce que vous avez regardé',
          'quelle part de chaque vidéo, corrigée de sa durée : les longues ne gagnent ' +
          'pas parce qu’elles sont longues'],
        ['Ce que vous avez touché', 'j’aime, partager, « pas intéressé »'],
        ['De la vidéo',
          'ses mots-clés, son auteur, son son, sa langue, sa durée, son âge, et ce que ' +
          'les autres en ont fait'],
        ['Ensemble', 'quelles vidéos ont plu aux mêmes personnes'],
        ['De vous',
          'les langues de votre compte et de votre navigateur ; vos curseurs et ce que ' +
          'vous masquez'],
        ['Jamais regardé',
          'abonnements, contacts, âge, sexe, lieu, appareil, autres sites, messages, ' +
          'argent'],
      ],
    },
    {
      title: 'Ce qui est gardé',
      text: [
        'Tout reste sur ce serveur, dans votre région, rattaché à votre numéro : celui ' +
        'd’un compte, ou d’un cookie d’invité.'],
      rows: [
        ['Des faits',
          'ce que vous avez regardé et combien de temps, j’aime, partages, « pas ' +
          'intéressé », et quelles vidéos vous ont été données, avec l’heure'],
        ['Vos goûts',
          'votre accueil à 96 mots-clés, auteurs, sons, langues et durées au plus, et ' +
          'quelques dizaines de nombres ; calculés d’après les faits'],
        ['Vu', 'les vidéos déjà croisées, pour qu’elles ne reviennent pas'],
        ['Pourquoi', 'les termes des 500 dernières vidéos données, en mémoire seulement'],
        ['Réglages',
          'vos curseurs, vos masqués, vos choix ; ceux d’un invité tant que dure le ' +
          'cookie'],
        ['Sans profil',
          'rien de tout cela ne s’ajoute dès que vous coupez le profilage ; seul ce ' +
          'choix est gardé'],
      ],
    },
    {
      title: 'Ce que vous pouvez y faire',
      text: ['Tout marche aussi pour les invités, et prend effet à la page suivante.'],
      rows: [
        ['Les curseurs',
          'plus ou moins d’un mot-clé, d’une langue, de nouvelles têtes, de vidéos ' +
          'longues : le poids publié fois votre cran, montré comme un terme à part'],
        ['Masquer', 'un mot, un mot-clé, un son ou un auteur : jamais montré, dans aucun fil'],
        ['Pas intéressé',
          'plus jamais la vidéo ; ni son auteur ni son son pendant une semaine. Cela ' +
          'peut s’annuler'],
        ['La pause',
          'ce que vous regardez entre-temps n’apprend rien ; rien ne revient pour ' +
          'autant'],
        ['Repartir de zéro',
          'le fil de quelqu’un qui arrive : goûts, curseurs et vidéos vues sont ' +
          'oubliés ; si vous voulez, ce que vous avez vu ne revient pas'],
        ['Sans profil',
          'le plus récent et le plus apprécié dans vos langues (règlement sur les ' +
          'services numériques, article 38). Seul votre onglet se souvient de ce qu’il ' +
          'a eu'],
      ],
    },
    {
      title: 'Là où il peut se tromper',
      text: [
        'Il apprend ce qui vous retient, et ce n’est pas toujours ce qui vous fait ' +
        'du bien : d’où le rappel de faire une pause. Les mots-clés sont choisis par ' +
        'les auteurs et peuvent être faux. La première page d’un nouveau venu est un ' +
        'pari. Si vous regardez à plusieurs, il vous prend pour une seule personne : ' +
        'mettez-le en pause.',
      ],
    },
  ],
};

export default about;

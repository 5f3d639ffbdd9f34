import { plurals } from '../i18n/plural';
import type en from './words.en';

const n = plurals('fr');

export default {
  title: 'Qui a lu ce qui est privé chez vous',
  short: 'Qui a lu mes données',
  lead: 'Les programmes ouvrent ce qu’il faut pour vous servir. Un humain n’ouvre rien sans que cette liste le dise : deux autres doivent approuver, et le registre public le porte avant que la clé ne tourne.',
  none: 'Personne n’a rien lu',
  none_lead: 'Aucun humain ici n’a ouvert ce qui est privé chez vous. Si cela arrive, vous le voyez en deux secondes.',
  whole: (touches: number, entries: number) =>
    n(touches, {
      one: `Un accès, numéroté 0, retrouvé dans le registre public de ${entries} entrées. Il n’en manque aucun.`,
      other: `# accès, numérotés sans trou, retrouvés dans le registre public de ${entries} entrées. Il n’en manque aucun.`,
    }),
  alarm_title: 'Il manque quelque chose',
  alarms: {
    gap: (counter: number) => `L’accès numéro ${counter} a été omis du registre public.`,
    undisclosed: (counter: number) => `Le registre public porte un accès numéro ${counter}, et personne ne vous a dit lequel.`,
    not_logged: (counter: number) => `On vous a montré l’accès numéro ${counter}, que le registre public n’a pas.`,
    does_not_open: (counter: number) => `L’accès numéro ${counter} n’est pas celui que porte le registre public.`,
  },
  alarm_todo: 'Téléchargez votre fichier et gardez-le : avec lui, n’importe qui peut le démontrer. Écrivez ensuite à ceux qui tiennent ce lieu, ou à votre autorité de protection des données.',
  reasons: {
    moderation: 'Pour trancher un signalement',
    support: 'Pour vous aider',
    legal_order: 'Sur ordre d’un tribunal ou d’une autorité',
    security: 'Pour protéger les gens d’ici',
  },
  scopes: {
    controls: 'Vos sourdines et curseurs',
    devices: 'Vos appareils',
    uploads: 'Les noms de vos fichiers',
    account: 'Où vous vivez',
    reports: 'Ce que vous avez écrit en signalant',
  },
  number: (counter: number) => `N° ${counter}`,
  by: (role: string, country: string) => `${role}, bureau : ${country}, approuvé par deux autres`,
  what: 'Ce qui a été ouvert',
  case: 'Dossier',
  when: 'Quand',
  from_to: (from: string, to: string) => `du ${from} au ${to} au plus tard`,
  fresh: 'Nouveau',
  on_its_way: 'En route vers le registre public',
  proof: 'Preuve',
  check_title: 'Vérifiez sans nous',
  check_lead: 'Ce fichier contient la clé de vos entrées et ce qu’on vous a montré. Ne le donnez qu’à des gens de confiance. Puis, sur votre propre machine :',
  download: 'Télécharger mon fichier',
  new_one: 'Quelqu’un du personnel a été autorisé à lire quelque chose de privé chez vous.',
  look: 'Voir',
  card: 'Chaque fois qu’un humain lit ce qui est privé chez vous, c’est ici, avec le motif et le pays, et dans un registre public que nous ne pouvons pas changer.',
  open: 'Voir la liste',
  unseen: (count: number) => n(count, { one: '# nouvel accès', other: '# nouveaux accès' }),
} satisfies typeof en;

import { plurals } from '../i18n/plural';
import type en from './words.en';

const n = plurals('fr');

export default {
  title: 'Ce qui est gardé sur vous',
  lead: 'Tout, et rien d’autre : ce que c’est, pourquoi, combien de temps, et qui peut le lire.',
  checked:
    'Cette page vient d’une liste à laquelle chaque changement du logiciel est confronté : une donnée qui n’y est pas ne peut pas être ajoutée. Aucune adresse n’est transmise, ni rien à une autre entreprise.',
  open: 'Ce qui est gardé sur moi',
  settings_title: 'Mes données',
  on_server: 'Gardé par ce serveur',
  in_browser: 'Gardé par votre navigateur seul',
  why: 'Pourquoi',
  how_long: 'Combien de temps',
  who: 'Qui le lit',
  basis: 'À quel titre',
  erase: 'Effacer mon compte',
  erase_lead:
    'Vos vidéos, J’aime, abonnements, réglages et ce que le fil a appris sont effacés aussitôt. Personne ne pourra les rétablir, pas même nous.',
  erase_sure: 'Tout effacer, pour de bon ?',
  erase_password: 'Votre mot de passe, pour être sûr que c’est vous',
  erase_yes: 'Oui, tout effacer',
  erased_but: (held: number, order: string) =>
    n(held, {
      one: `Effacé, sauf une vidéo qu’un ordre (« ${order} ») nous impose de garder. Personne ne la voit, et elle partira avec l’ordre.`,
      other: `Effacé, sauf # vidéos que des ordres (« ${order} ») nous imposent de garder. Personne ne les voit, et elles partiront avec eux.`,
    }),
  erased: 'Effacé, et votre clé est détruite : le reçu signé est dans vos téléchargements. Merci pour le temps passé ici.',
  readers: {
    you: 'Vous',
    everybody: 'Tout le monde',
    moderators: 'Les modérateurs',
    administrators: 'Les administrateurs',
    nobody: 'Personne ; le logiciel seul',
  },
  bases: {
    contract: 'Ce que vous nous avez demandé (RGPD 6.1 b)',
    consent: 'Votre accord, que vous pouvez retirer (RGPD 6.1 a)',
    'legal obligation': 'Une obligation légale (RGPD 6.1 c)',
    'legitimate interest': 'Un intérêt légitime (RGPD 6.1 f)',
  },
} satisfies typeof en;

import { own_words } from '../i18n/own_words';
import en from './words.en';
import fr from './words.fr';

export const mt = own_words(en, fr);

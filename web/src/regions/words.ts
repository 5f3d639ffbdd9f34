import { own_words } from '../i18n/own_words';
import en from './words.en';
import fr from './words.fr';

export const rt = own_words(en, fr);

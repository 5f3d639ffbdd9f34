import app from '../app/words.fr';
import feed from '../feed/words.fr';
import ui from '../ui/words.fr';
import errors from './errors.fr';
import type { Words } from './words';

const fr: Words = { app, errors, feed, ui };
export default fr;

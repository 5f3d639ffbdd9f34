// Each folder keeps its own words beside its screens.
import app from '../app/words.en';
import feed from '../feed/words.en';
import ui from '../ui/words.en';
import errors from './errors.en';

export default { app, errors, feed, ui };

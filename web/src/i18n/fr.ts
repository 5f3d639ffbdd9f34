import app from '../app/words.fr';
import controls from '../controls/words.fr';
import data from '../data/words.fr';
import feed from '../feed/words.fr';
import moderate from '../moderate/words.fr';
import people from '../people/words.fr';
import profile from '../profile/words.fr';
import requests from '../requests/words.fr';
import trials from '../trials/words.fr';
import ui from '../ui/words.fr';
import upload from '../upload/words.fr';
import errors from './errors.fr';
import { typeset } from './french_spaces';
import type { Words } from './words';

const screens = { app, controls, data, feed, moderate, people, profile, requests, trials, upload };
const fr: Words = typeset({ ...screens, errors, ui });
export default fr;

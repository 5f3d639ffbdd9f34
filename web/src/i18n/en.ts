// Each folder keeps its own words beside its screens.
import app from '../app/words.en';
import controls from '../controls/words.en';
import data from '../data/words.en';
import feed from '../feed/words.en';
import moderate from '../moderate/words.en';
import people from '../people/words.en';
import profile from '../profile/words.en';
import requests from '../requests/words.en';
import touches from '../touches/words.en';
import trials from '../trials/words.en';
import ui from '../ui/words.en';
import upload from '../upload/words.en';
import errors from './errors.en';

const mine = { controls, data, feed, people, profile, touches, trials, upload };
export default { ...mine, app, errors, moderate, requests, ui };

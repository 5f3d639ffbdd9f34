// Each folder keeps its own words beside its screens.
import app from '../app/words.en';
import controls from '../controls/words.en';
import data from '../data/words.en';
import feed from '../feed/words.en';
import moderate from '../moderate/words.en';
import people from '../people/words.en';
import profile from '../profile/words.en';
import requests from '../requests/words.en';
import trials from '../trials/words.en';
import ui from '../ui/words.en';
import upload from '../upload/words.en';
import errors from './errors.en';

const screens = { app, controls, data, feed, moderate, people, profile, requests, trials, upload };
export default { ...screens, errors, ui };

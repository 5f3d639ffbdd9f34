import { mount } from 'svelte';
import { here } from './api/session.svelte';
import App from './app/App.svelte';
import { apply_scheme } from './app/preferences.svelte';
import { match_path } from './app/router.svelte';
import { routes } from './app/routes';
import {
  as_language,
  first_language,
  has_chosen_language,
  use_language,
} from './i18n/index.svelte';
import { unseen } from './touches/touches.svelte';
import { resume_uploads } from './upload/resume';
import './ui/tokens.css';
import './ui/base.css';

apply_scheme();
void match_path(routes, location.pathname)?.route.load(); // comes beside the language, not after it
void here
  .load()
  .then(() => {
    const of_account = as_language(here.me?.language);
    if (of_account && !has_chosen_language()) return use_language(of_account);
  })
  .then(resume_uploads)
  .then(() => unseen.watch())
  .catch(() => undefined); // the screens say so where it matters
// No await at the top: the language's file needs this one, which would wait for it.
void use_language(first_language()).then(() => {
  const target = document.getElementById('app')!;
  target.replaceChildren(); // the mark that stood in for the page
  mount(App, { target });
});
if ('serviceWorker' in navigator && import.meta.env.PROD) {
  void navigator.serviceWorker.register('/sw.js');
}

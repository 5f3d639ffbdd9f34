// What leaves the browser and what it keeps, held against what is told: docs/openapi.yaml for
// requests, docs/data_inventory.json for cookies and stores. Looked at after every scene.
import { Contract } from '../api/contract.mjs';
import { places } from '../data/places.mjs';
import { root } from './server.mjs';

const contract = new Contract(`${root}/docs/openapi.yaml`);
const declared = new Set(places());
// The browser's own, and what our client sets; anything else would carry something unsaid.
const kHeaders =
  /^(accept|accept-.*|cache-control|content-type|content-length|origin|pragma|range|referer|sec-.*|service-worker|upgrade-insecure-requests|user-agent|x-soleil-csrf|tus-.*|upload-.*|if-.*|cookie|host|connection|x-soleil-video)$/;
const kPageParams = new Set(['back', 'q', 'in', 'lang', 'shared']);
// A signature and its end: signed addresses carry no more.
const kSigned = new Set(['e', 's']);

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(request) {
  const url = new URL(request.url());
  if (!/^https?:$/.test(url.protocol)) return null;
  for (const name of Object.keys(request.headers()))
    if (!kHeaders.test(name)) return `header ${name}`;
  if (url.pathname.startsWith('/api/')) {
    const body = json(request.postData() ?? '');
    return contract.requestProblem(request.method(), url.pathname + url.search, body);
  }
  const known = url.pathname.startsWith('/media/') ? kSigned : kPageParams;
  const stray = [...url.searchParams.keys()].find((name) => !known.has(name));
  return stray ? `"${stray}" in the query` : null;
}

/** Findings of all that a visitor's browser sent. */
export function undeclaredRequests(requests) {
  const out = new Set();
  for (const request of requests) {
    const problem = problemOf(request);
    if (problem) out.add(`${request.method()} ${new URL(request.url()).pathname}: ${problem}`);
  }
  return [...out];
}

const isDeclared = (kind, name) =>
  [name, name.replace(/\.[^.]*$/, ''), name.replace(/-\d+$/, '')].some((one) =>
    declared.has(`${kind} ${one}`),
  );

/** Findings of what a visitor's browser keeps. */
export async function undeclaredStores(context, page) {
  const cookies = (await context.cookies()).map(({ name }) => `cookie ${name}`);
  const stores = await page
    .evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map(({ name }) => name),
      ...(await caches.keys()),
    ])
    .catch(() => []); // a page without an origin keeps nothing
  return [...cookies, ...stores.map((name) => `storage ${name}`)].filter((place) => {
    const [kind, ...name] = place.split(' ');
    return !isDeclared(kind, name.join(' '));
  });
}

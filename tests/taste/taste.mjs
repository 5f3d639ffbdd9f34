// Does the feed find out what people like? 200 viewers with hidden tastes watch 50 videos each on
// the real program over HTTP; new creators publish meanwhile. The same again without exploration
// places tells what those cost.
//   lift        share of on-taste videos in swipes 30-50 over that of a random feed
//   lift_at_10  the same for swipes 1-10
//   floor_met   share of the new creators' videos that got their guaranteed exposures
// On the lines before:
//   regret      lost a swipe by exploration places: share watched, and share on taste
//   reach       exposures until four of a new video's last ten went to viewers whose taste it is (one in eight by chance)
// node taste.mjs PROGRAM [--viewers 200] [--videos 2000] [--seed N]; needs sqlite3.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Browser, Program } from './browser.mjs';
import { makeTaste, makeVideo, randomFrom, viewing } from './population.mjs';
import { authorRow, idOf, idText, makeId, videoRows, write } from './rows.mjs';

const AUTHORS = 150, CREATORS = 20, SWIPES = 50, PAGE = 6, AT_ONCE = 8;
const EXPOSURES = 30;       // recipes/for_you.toml: explore_exposures
const LIFT_AIM = 4;
const OLD_MS = 40 * 86_400_000;

const [program, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = rest.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(rest[at + 1]);
};
const options = { viewers: option('viewers', 200), videos: option('videos', 2000), seed: option('seed', 1) };
let random = randomFrom(options.seed);

let videos = new Map();  // id as text -> what it is about
const problems = [];

async function registerCreators(port) {
  const creators = [];
  for (let i = 0; i < CREATORS; ++i) {
    const browser = new Browser(port);
    await browser.call('GET', '/api/v1/session');
    const me = await browser.call('POST', '/api/v1/accounts', { handle: `creator${i}`, password: `long enough ${i}` });
    creators.push({ browser, id: idOf(me.account.id) });
  }
  return creators;
}

function fillCatalogue(database, creators) {
  const ms = Date.now() - OLD_MS;
  const rows = [], authors = [];
  for (let i = 0; i < AUTHORS; ++i) {
    authors.push(makeId(ms));
    rows.push(authorRow(authors[i], `author${i}`));
  }
  for (let i = 0; i < options.videos; ++i) {
    const video = makeVideo(random, Math.floor(random() * AUTHORS));
    const id = makeId(ms + i);
    videos.set(idText(id), video);
    rows.push(videoRows(id, authors[video.author], video, 'public', ms + i));
  }
  for (const creator of creators) {  // not public yet
    const video = makeVideo(random, Math.floor(random() * AUTHORS));
    const id = makeId(ms + options.videos);
    creator.video = idText(id);
    videos.set(creator.video, { ...video, met: [] });
    rows.push(videoRows(id, creator.id, video, 'private', ms + options.videos));
  }
  write(database, rows);
}

async function makeViewers(port) {
  const viewers = [];
  for (let i = 0; i < options.viewers; ++i) {
    const browser = new Browser(port);
    await browser.call('GET', '/api/v1/session');
    viewers.push({ browser, taste: makeTaste(random), seen: new Set(), on: [], watched: [] });
  }
  return viewers;
}

function factOf(viewer, page, position, seen, type, more = {}) {
  return { id: `${type}-${page.page_id}-${position}`, type, video_id: seen.id, at_ms: Date.now(), ...more };
}

// Looks at one video; the facts that a client would send.
function look(viewer, page, position) {
  const shown = page.videos[position];
  const video = videos.get(shown.id);
  if (viewer.seen.has(shown.id)) problems.push(`${shown.id} was served twice to one viewer`);
  viewer.seen.add(shown.id);
  const seen = viewing(random, viewer.taste, video);
  video.met?.push(seen.on);
  viewer.watched.push(Math.min(1, seen.watch_ms / video.duration_ms));
  viewer.on.push(seen.on);
  const { watch_ms, loops, skipped } = seen;
  const facts = [factOf(viewer, page, position, shown, 'watched', {
    page_id: page.page_id, position, watch_ms, loops, skipped, duration_ms: video.duration_ms, muted: false, surface: 'for_you' })];
  if (seen.shared) facts.push(factOf(viewer, page, position, shown, 'shared'));
  if (seen.refused) facts.push(factOf(viewer, page, position, shown, 'not_interested'));
  return facts;
}

async function onePage(viewer) {
  const wanted = Math.min(PAGE, SWIPES - viewer.on.length);
  const page = await viewer.browser.call('GET', `/api/v1/feed?count=${wanted}`);
  if (page.videos.length < wanted) problems.push(`a page of ${page.videos.length} instead of ${wanted}`);
  const facts = page.videos.flatMap((_, position) => look(viewer, page, position));
  const taken = await viewer.browser.call('POST', '/api/v1/facts', { facts });
  if (taken.accepted !== facts.length) problems.push(`${taken.accepted} of ${facts.length} facts accepted`);
  // A batch sent again, as after a lost answer, must not count again.
  if (random() < 0.05) {
    const again = await viewer.browser.call('POST', '/api/v1/facts', { facts });
    if (again.accepted !== 0) problems.push('a batch sent again was counted again');
  }
}

function shuffled(list) {
  const out = [...list];
  for (let i = out.length - 1; i > 0; --i) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

async function everybodyWatches(viewers, creators) {
  for (let round = 0; viewers[0].on.length < SWIPES; ++round) {
    if (round === 2)
      for (const creator of creators)
        await creator.browser.call('PATCH', `/api/v1/videos/${creator.video}`, { visibility: 'public' });
    const waiting = shuffled(viewers);
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      while (waiting.length) await onePage(waiting.pop());
    }));
    console.error(`swipe ${viewers[0].on.length}: ${(100 * share(viewers, viewers[0].on.length - PAGE, SWIPES)).toFixed(0)} % on taste`);
  }
}

function share(viewers, from, to) {
  const all = viewers.flatMap((viewer) => viewer.on.slice(from, to));
  return all.filter(Boolean).length / all.length;
}

function randomShare(viewers) {
  const about = [...videos.values()];
  const on = viewers.map(({ taste }) => about.filter(({ topic }) => taste.has(topic)).length / about.length);
  return on.reduce((a, b) => a + b) / on.length;
}

// The n-th exposure at which four of the last ten went to viewers whose taste the video is.
function reachedAt(met) {
  for (let i = 9; i < met.length; ++i)
    if (met.slice(i - 9, i + 1).filter(Boolean).length >= 4) return i + 1;
  return Infinity;
}

const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const watchedOf = (viewers) => mean(viewers.flatMap(({ watched }) => watched));

async function recipeInForce(port) {
  return (await new Browser(port).call('GET', '/api/v1/feed/recipe')).toml;
}

// explores false: the same recipe, without exploration places.
async function run(folder, explores) {
  random = randomFrom(options.seed);
  videos = new Map();
  mkdirSync(folder, { recursive: true });
  const server = new Program(program, `${folder}/data`);
  try {
    await server.start();
    if (!explores) {
      const toml = (await recipeInForce(server.port)).replace(/^explore_share = .*$/m, 'explore_share = 0.0');
      mkdirSync(`${folder}/data/recipes`, { recursive: true });
      writeFileSync(`${folder}/data/recipes/for_you.toml`, toml);
    }
    const creators = await registerCreators(server.port);
    await server.stop();
    fillCatalogue(`${folder}/data/soleil.db`, creators);
    await server.start();
    for (const creator of creators) creator.browser.port = server.port;
    const viewers = await makeViewers(server.port);
    await everybodyWatches(viewers, creators);
    return { viewers, creators };
  } finally {
    await server.stop();
  }
}

const folder = mkdtempSync(`${tmpdir()}/soleil-taste-`);
try {
  const without = (await run(`${folder}/without`, false)).viewers;
  const { viewers, creators } = await run(`${folder}/with`, true);
  const atRandom = randomShare(viewers);
  const lift = share(viewers, 29, SWIPES) / atRandom, early = share(viewers, 0, 10) / atRandom;
  const met = creators.filter(({ video }) => videos.get(video).met.length >= EXPOSURES).length / creators.length;
  if (lift < LIFT_AIM) problems.push(`lift ${lift.toFixed(2)} is below ${LIFT_AIM}`);
  if (lift <= early) problems.push('later swipes are no better than the first');
  if (met < 1) problems.push('a new video did not get its exposures');
  const reached = creators.map(({ video }) => reachedAt(videos.get(video).met)).sort((a, b) => a - b);
  const there = reached.filter(Number.isFinite), median = there[Math.floor(there.length / 2)];
  const later = creators.flatMap(({ video }) => videos.get(video).met.slice(EXPOSURES));
  const first = (from, to) => mean(creators.flatMap(({ video }) => videos.get(video).met.slice(from, to).map(Number)));
  console.log(`taste regret: with exploration ${watchedOf(viewers).toFixed(4)} of each video is watched, without ${watchedOf(without).toFixed(4)}: ` +
    `${(watchedOf(without) - watchedOf(viewers)).toFixed(4)} lost a swipe; on taste ${(share(without, 0, SWIPES) - share(viewers, 0, SWIPES)).toFixed(4)}`);
  console.log(`taste reach: ${there.length} of ${reached.length} new videos reached their audience, after ${median} exposures (median); to viewers of their taste went ` +
    `${first(0, 10).toFixed(2)} of exposures 1-10, ${first(10, 20).toFixed(2)} of 11-20, ${first(20, 30).toFixed(2)} of 21-30, ${mean(later.map(Number)).toFixed(2)} of the ${later.length} after`);
  for (const problem of new Set(problems)) console.log(`taste: ${problem}`);
  console.log(`taste lift=${lift.toFixed(2)} lift_at_10=${early.toFixed(2)} floor_met=${met.toFixed(2)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(problems.length ? 1 : 0);

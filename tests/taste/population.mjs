// A population with hidden tastes: what videos are really about, what their tags say of it, and how
// each viewer watches. Nothing here is told to the server.
export const TOPICS = 20;

export function randomFrom(seed) {  // mulberry32
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const below = (random, n) => Math.floor(random() * n);

// An author keeps to one topic four times in five. Of the videos 70 % are tagged with one of two
// words for their topic, 15 % with a word for another one, 15 % not at all.
export function makeVideo(random, author) {
  const topic = random() < 0.8 ? author % TOPICS : below(random, TOPICS);
  const luck = random();
  const said = luck < 0.7 ? topic : below(random, TOPICS);
  const tags = luck < 0.85 ? [`topic${said}${random() < 0.5 ? 'a' : 'b'}`] : [];
  if (tags.length && random() < 0.5) tags.push(random() < 0.5 ? 'fun' : 'new');
  return { topic, author, tags, language: random() < 0.5 ? 'en' : 'fr', duration_ms: 5000 + below(random, 55000) };
}

export function makeTaste(random) {
  const count = 2 + below(random, 2);
  const likes = new Set();
  while (likes.size < count) likes.add(below(random, TOPICS));
  return likes;
}

// One viewing: most of what is to one's taste is watched to the end, or again; one time in eight
// the mood is the other way round.
export function viewing(random, taste, video) {
  const on = taste.has(video.topic);
  const moody = random() < 0.12;
  const share = on !== moody ? 0.55 + 0.55 * random() : 0.03 + 0.4 * random();
  const watch_ms = Math.round(share * video.duration_ms);
  return {
    on, watch_ms, loops: share > 1 ? 1 : 0, skipped: watch_ms < 2000,
    shared: random() < (on ? 0.04 : 0.003), refused: !on && random() < 0.01,
  };
}

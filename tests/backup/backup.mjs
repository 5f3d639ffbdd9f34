// Loses a server's disk again and again, while people register, like, watch and upload, and restores
// it from the vault of another region; then holds it to all that it had acknowledged:
//   lost        acknowledged more than 5 s before the disk was lost, and not there any more
//   max_rpo_s   how long before the loss the oldest thing that is gone was acknowledged
//   rto_s       from the order to restore to the first answer of the new server
// node backup.mjs PROGRAM [--rounds 50] [--seed N]; needs ffmpeg.
import { randomBytes } from "node:crypto";
import { makeClip } from "../api/clip.mjs";
import { readFacts } from "../crash/facts.mjs";
import { Person, sleep } from "../crash/server.mjs";
import { publish } from "../residency/people.mjs";
import { Site } from "./site.mjs";

const RPO_MS = 5_000;
const TUS = { "Tus-Resumable": "1.0.0" };

function parameters() {
  const [program, ...rest] = process.argv.slice(2);
  const value = (name, otherwise) => (rest.includes(`--${name}`) ? Number(rest[rest.indexOf(`--${name}`) + 1]) : otherwise);
  return { program, rounds: value("rounds", 50), seed: value("seed", Date.now() % 1e9) };
}

function randomFrom(seed) {  // mulberry32
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// What was acknowledged, and when.
class Promises {
  facts = new Map(); // id -> when
  people = new Map(); // handle -> {person, when, liked: when | undefined}
  uploads = new Map(); // address -> {person, parts: [{offset, when}]}
}

async function watch(site, video, promises, over) {
  const guest = new Person(site.server);
  await guest.meet().catch(() => null);
  while (!over()) {
    const facts = Array.from({ length: 5 }, () => ({ type: "watched", id: randomBytes(12).toString("base64url"), video_id: video, at_ms: Date.now(), watch_ms: 900 }));
    const answer = await guest.json("POST", "/api/v1/facts", { facts }).catch(() => null);
    if (answer?.status === 202) for (const { id } of facts) promises.facts.set(id, Date.now());
    else if (answer) await guest.meet().catch(() => null);
    await sleep(10);
  }
}

async function join(site, video, promises, over) {
  while (!over()) {
    const person = new Person(site.server), handle = `p${randomBytes(6).toString("hex")}`;
    const made = await person.register(handle).then(() => true, () => false);
    if (made) {
      const entry = { person, when: Date.now() };
      promises.people.set(handle, entry);
      const liked = await person.request("PUT", `/api/v1/videos/${video}/like`).catch(() => null);
      if (liked?.status === 204) entry.liked = Date.now();
      await send(person, promises).catch(() => null);
    }
    await sleep(100);
  }
}

async function send(person, promises) {
  const made = await person.request("POST", "/api/v1/uploads", { headers: { ...TUS, "Upload-Length": 200_000 } });
  if (made.status !== 201) return;
  const upload = { person, parts: [{ offset: 0, when: Date.now() }] };
  promises.uploads.set(made.headers.location, upload);
  for (let offset = 0; offset < 100_000; offset += 25_000) {
    const answer = await person.request("PATCH", made.headers.location, { headers: { ...TUS, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" }, body: randomBytes(25_000) });
    if (answer.status !== 204) return;
    upload.parts.push({ offset: offset + 25_000, when: Date.now() });
  }
}

// Each thing that is not there any more, by how long ago it was promised; it is forgotten then.
async function missing(site, video, promises, lostAt) {
  const gone = [];
  const facts = new Set(readFacts(site.data).map((fact) => fact.id));
  for (const [id, when] of promises.facts) if (!facts.has(id)) gone.push(["fact", lostAt - when]), promises.facts.delete(id);
  for (const [handle, entry] of promises.people) {
    entry.person.server = site.server;
    const found = await entry.person.json("GET", `/api/v1/accounts/${handle}`);
    if (found.status !== 200) {
      gone.push(["account", lostAt - entry.when]);
      promises.people.delete(handle);
    } else if (entry.liked) {
      const { json } = await entry.person.json("GET", `/api/v1/videos/${video}`);
      if (!json.liked) gone.push(["like", lostAt - entry.liked]), (entry.liked = undefined);
    }
  }
  for (const [address, { person, parts }] of promises.uploads) {
    person.server = site.server;
    const head = await person.request("HEAD", address, { headers: TUS });
    const offset = head.status === 200 ? Number(head.headers["upload-offset"]) : -1;
    for (const part of parts.filter((part) => part.offset > offset)) gone.push(["upload", lostAt - part.when]);
    if (offset < 0) promises.uploads.delete(address);
    else promises.uploads.get(address).parts = parts.filter((part) => part.offset <= offset);
  }
  return gone;
}

async function round(site, video, promises, random) {
  const end = performance.now() + 300 + random() * 2_700;
  const over = () => performance.now() > end;
  let stopped = false;
  const crowd = [watch(site, video, promises, () => stopped), watch(site, video, promises, () => stopped), join(site, video, promises, () => stopped)];
  while (!over()) await sleep(10);
  const torn = random() < 0.5;
  const lostAt = Date.now();
  await site.lose(random, torn);
  stopped = true;
  await Promise.all(crowd);
  const { seconds, said } = await site.restore();
  return { gone: await missing(site, video, promises, lostAt), seconds, said, torn };
}

const { program, rounds, seed } = parameters();
console.error(`seed ${seed}`);
const random = randomFrom(seed), site = new Site(program), promises = new Promises();
process.on("exit", () => (site.server?.child?.kill("SIGKILL"), site.vault?.kill("SIGKILL")));
let lost = 0, rpo = 0;
const rto = [];
try {
  await site.open();
  const author = new Person(site.server);
  await author.register("the.author");
  const video = await publish(author, makeClip(), "A promise");
  while ((await author.json("GET", `/api/v1/videos/${video}`)).json.progress !== 100) await sleep(100);
  await sleep(1_500);
  for (let n = 1; n <= rounds; ++n) {
    const { gone, seconds, said, torn } = await round(site, video, promises, random);
    for (const [what, age] of gone) {
      rpo = Math.max(rpo, age / 1000);
      if (age > RPO_MS) ++lost, console.error(`lost: ${what}, acknowledged ${age} ms before`);
    }
    rto.push(seconds);
    if (n % 10 === 0 || n === 1) console.error(`${n}: ${torn ? "torn disk" : "kill -9"}, ${gone.length} things younger than the backup, ${seconds.toFixed(1)} s; ${said}`);
  }
  console.error(`${promises.facts.size} facts, ${promises.people.size} accounts, ${promises.uploads.size} uploads held`);
} finally {
  await site.close();
}
rto.sort((a, b) => a - b);
console.log(`backup rounds=${rounds} lost=${lost} max_rpo_s=${rpo.toFixed(2)} median_rto_s=${rto[rto.length >> 1]?.toFixed(2)}`);
process.exit(lost || rto.length < rounds ? 1 : 0);

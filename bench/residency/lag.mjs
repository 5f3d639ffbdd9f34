// How far a backup is behind at 200 writes a second: for each acknowledged write, until the vault's head says that it is in; the head is
// written when the vault has read back every object before it. At the end the backup is restored, and every fact must be there.
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readFacts } from "../../tests/crash/facts.mjs";
import { freePort, sleep } from "../../tests/crash/server.mjs";

const kEveryMs = 5; // 200 a second
const kWaitMs = 30_000;

export async function openVault(program, deployment, folder) {
  const port = await freePort();
  const child = spawn(program, ["backup", "serve", "--data", folder, "--deployment", deployment, "--port", `${port}`], { stdio: ["ignore", "ignore", "inherit"] });
  return { child, folder, url: `http://127.0.0.1:${port}`, port };
}

const headMs = (folder) => {
  try {
    return JSON.parse(JSON.parse(readFileSync(join(folder, "vault", "virginia", "head"), "utf8")).body).at_ms;
  } catch {
    return 0; // not there yet
  }
};

// A fact, a like, a follow, by turns; the like and the follow are given and taken back.
function write(site, n) {
  const person = site.people[n % site.people.length], round = Math.floor(n / site.people.length);
  const method = round % 2 ? "DELETE" : "PUT";
  if (n % 3 === 1) return person.request(method, `/api/v1/videos/${site.videos[0]}/like`);
  if (n % 3 === 2 && n % site.people.length) return person.request(method, "/api/v1/accounts/person.0/follow");
  const id = randomBytes(12).toString("base64url");
  const fact = { type: "watched", id, video_id: site.videos[n % site.videos.length], at_ms: Date.now(), watch_ms: 900 };
  return person.json("POST", "/api/v1/facts", { facts: [fact] }).then((answer) => ({ ...answer, id }));
}

async function load(site, seconds, onAnswer) {
  const begun = performance.now(), under = new Set();
  for (let n = 0; performance.now() - begun < seconds * 1000; ++n) {
    const due = begun + n * kEveryMs - performance.now();
    if (due > 1) await sleep(due);
    const one = write(site, n).then(onAnswer).finally(() => under.delete(one));
    under.add(one);
  }
  await Promise.all(under);
  return (performance.now() - begun) / 1000;
}

function restore(site, vault, recovery, into) {
  execFileSync(site.program, ["backup", "restore", "--from", vault.url, "--recovery", recovery, "--into", into], { stdio: ["ignore", "ignore", "inherit"] });
  return new Set(readFacts(into).map((fact) => fact.id));
}

// {p50, p99, max, writes, per_second, missing}, in seconds.
export async function measureLag(site, seconds) {
  const { vault } = site;
  const recovery = join(site.folder, "recovery.json");
  execFileSync(site.program, ["backup", "recovery", "--data", join(site.folder, "data"), "--config", join(site.folder, "soleil.toml"), "--out", recovery], { stdio: ["ignore", "ignore", "inherit"] });
  for (const until = Date.now() + kWaitMs; !headMs(vault.folder) && Date.now() < until; ) await sleep(50);
  let waiting = [], refused = 0;
  const lags = [], facts = [];
  const look = setInterval(() => {
    const head = headMs(vault.folder), now = Date.now();
    lags.push(...waiting.filter((at) => at <= head).map((at) => now - at));
    waiting = waiting.filter((at) => at > head);
  }, 10);
  const took = await load(site, seconds, ({ status, id }) => {
    if (status >= 300) return void ++refused;
    waiting.push(Date.now());
    if (id) facts.push(id);
  });
  for (const until = Date.now() + kWaitMs; waiting.length && Date.now() < until; ) await sleep(50);
  clearInterval(look);
  if (waiting.length || refused) throw new Error(`${waiting.length} writes never came to the vault, ${refused} were refused`);
  const there = restore(site, vault, recovery, join(site.folder, "restored"));
  lags.sort((a, b) => a - b);
  const at = (share) => lags[Math.min(lags.length - 1, Math.floor(share * lags.length))] / 1000;
  return { p50: at(0.5), p99: at(0.99), max: at(1), writes: lags.length, perSecond: lags.length / took, missing: facts.filter((id) => !there.has(id)).length };
}

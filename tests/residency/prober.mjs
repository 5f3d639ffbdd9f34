// Tries, from each of three regions, every forbidden read, write and move of persons who are at home
// elsewhere, and looks for planted markers in every file, packet, answer, metric and log outside
// their home. An attempt that is not refused, and a marker found, is a leak.
// node prober.mjs PROGRAM [--persons 50]; needs ffmpeg.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeClip } from "../api/clip.mjs";
import { freePort, sleep } from "../crash/server.mjs";
import { byApi, byBackup, byBlobUrl, byDatabase, byName, byRegion } from "./attempts.mjs";
import { publish, settle } from "./people.mjs";
import { relay, World } from "./world.mjs";

const kHomes = { virginia: "US", dublin: "FR" };

function parameters() {
  const [program, ...rest] = process.argv.slice(2);
  return { program, persons: rest.includes("--persons") ? Number(rest[rest.indexOf("--persons") + 1]) : 50 };
}

// Crockford base32, as ids are written.
const numberOf = (id) => [...id].reduce((sum, c) => sum * 32n + BigInt("0123456789abcdefghjkmnpqrstvwxyz".indexOf(c)), 0n);

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

// Which of the markers are in these bytes.
const found = (bytes, markers) => {
  const text = bytes.toString("latin1");
  return text.includes("zq") ? markers.filter((marker) => text.includes(marker)) : [];
};

class Probe {
  attempts = 0;
  refused = 0;
  leaks = [];
  texts = [];
  take(from, list) {
    for (const { what, text, status, refused } of list) {
      ++this.attempts;
      if (refused) ++this.refused;
      else this.leaks.push(`${from}: ${what} was answered ${status} ${(text ?? "").slice(0, 120)}`);
      this.texts.push([from, text ?? ""]);
    }
  }
}

async function open(program) {
  const world = new World(program);
  world.vaultPort = await freePort();
  world.vaultRelay = await relay(world.vaultPort);
  const config = (region) => (region.backup ? `[backup]\nvault = "http://127.0.0.1:${world.vaultRelay.port}"\n` : "");
  await world.open({ config });
  world.vaultFolder = join(world.folder, "singapore", "vault");
  world.vault = spawn(world.program, ["backup", "serve", "--data", world.vaultFolder, "--deployment", join(world.folder, "deployment.json"), "--port", `${world.vaultPort}`], { stdio: "ignore" });
  return world;
}

async function people(world, count) {
  const out = [];
  for (let n = 0; n < count; ++n) {
    const region = n % 5 < 3 ? "virginia" : "dublin";
    const person = await settle(world, region, kHomes[region], n);
    person.number = numberOf(person.account.id);
    out.push(person);
  }
  return out;
}

async function probe(world, all, probed) {
  for (const server of Object.values(world.servers)) {
    const id = server.region.id, others = all.filter((person) => person.region !== id);
    for (const person of others.slice(0, 20)) {
      probed.take(id, await byApi(server, person.region, person));
      probed.take(id, await byBlobUrl(server, person));
      probed.take(id, await byRegion(server, world.servers[person.region], person.region, person));
    }
    probed.take(id, byDatabase(server, others.slice(0, 4)));
    const elsewhere = Object.keys(world.servers).filter((other) => other !== id);
    probed.take(id, await byBackup(world.vaultPort, server, elsewhere));
    for (const other of elsewhere) probed.take(id, byName(world.program, server, other));
    probed.texts.push([id, (await server.request("GET", "/metrics")).text]);
  }
}

// Places outside the person's home, by what they are called.
function* placesOutside(world, home) {
  for (const server of Object.values(world.servers)) {
    yield [`log of ${server.region.id}`, Buffer.from(server.log.join(""))];
    yield [`packets to ${server.region.id}`, Buffer.concat(server.relay.seen)];
    if (server.region.id === home) continue;
    for (const path of filesBelow(server.folder)) yield [path, readFileSync(path)];
  }
  yield ["packets to the vault", Buffer.concat(world.vaultRelay.seen)];
}

function search(world, all, probed) {
  let athome = 0;
  for (const home of Object.keys(kHomes)) {
    const markers = all.filter((person) => person.region === home).flatMap((person) => Object.values(person.secrets).map((secret) => secret.split(" ")[0]));
    for (const [place, bytes] of placesOutside(world, home))
      for (const marker of found(bytes, markers)) probed.leaks.push(`${marker} of ${home} is in ${place}`);
    for (const [from, text] of probed.texts)
      if (from !== home) for (const marker of found(Buffer.from(text), markers)) probed.leaks.push(`${marker} of ${home} was told by ${from}`);
    const there = new Set();
    for (const path of filesBelow(world.servers[home].folder)) for (const marker of found(readFileSync(path), markers)) there.add(marker);
    athome += there.size;
  }
  return athome;
}

const { program, persons } = parameters();
const probed = new Probe(), world = await open(program);
process.on("exit", () => {
  for (const server of Object.values(world.servers)) server.child?.kill("SIGKILL");
  world.vault?.kill("SIGKILL");
});
let athome = 0;
try {
  const all = await people(world, persons);
  const author = await world.resident("virginia", "the.author", "US");
  const video = await publish(author, makeClip(), "A public boat");
  for (let i = 0; i < 300 && (await world.servers.dublin.request("GET", `/api/v1/videos/${video}`)).status !== 200; ++i) await sleep(100);
  await probe(world, all, probed);
  await sleep(2_000);
  athome = search(world, all, probed);
  if (!athome) probed.leaks.push("no marker is found at home either: the search is blind");
  const heads = [...filesBelow(world.vaultFolder)].filter((path) => path.endsWith("/head"));
  if (heads.length < 2) probed.leaks.push("the vault has no backup: nothing was probed there");
} finally {
  for (const server of Object.values(world.servers)) if (probed.leaks.length) console.error(server.region.id, server.log.filter((line) => /"error"|failed/.test(line)).slice(-3).join(""));
  await world.close();
  world.vault.kill("SIGTERM");
  world.vaultRelay.close();
}
for (const leak of probed.leaks.slice(0, 30)) console.error(`leak: ${leak}`);
console.error(`${persons} persons, ${athome} markers found at home`);
console.log(`residency attempts=${probed.attempts} refused=${probed.refused} leaked=${probed.leaks.length}`);
process.exit(probed.leaks.length ? 1 : 0);

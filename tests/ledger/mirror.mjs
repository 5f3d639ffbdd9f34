#!/usr/bin/env node
// soleil-witness mirror against web servers that tell the truth and lie: node tests/ledger/mirror.mjs PROGRAMS [--entries N]
// The copy is whole by `soleil ledger fsck --mirror` and soleil-verify; every lie has its exit code and its evidence; kill -9 at
// any moment and it goes on; over TLS only with a certificate that is to be trusted.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { resolve } from "node:path";
import { witnessedLog } from "./tamper.mjs";
import { Programs, Tally, filesBelow, folder, join, readFileSync, seeded, writeFileSync } from "./world.mjs";

const [path, ...rest] = process.argv.slice(2);
const programs = new Programs(resolve(path));
const entries = rest.includes("--entries") ? Number(rest[rest.indexOf("--entries") + 1]) : 30_000;
const good = new Tally();

// A web server over a log's public folder; `change(path, bytes)` gives what it sends instead.
class Site {
  asked = [];
  constructor(root) { Object.assign(this, { root, change: (_, bytes) => bytes }); }
  answer = (request, response) => {
    const file = request.url.replace("/ledger/access/", "");
    this.asked.push(file);
    try {
      response.end(this.change(file, readFileSync(join(this.root, file))));
    } catch {
      response.writeHead(404).end();
    }
  };
  async start(tls) {
    this.server = tls ? https.createServer(tls, this.answer) : http.createServer(this.answer);
    await new Promise((listening) => this.server.listen(0, "127.0.0.1", listening));
    this.url = `${tls ? "https" : "http"}://${tls ? "localhost" : "127.0.0.1"}:${this.server.address().port}/ledger`;
    return this;
  }
}

const log = await witnessedLog(programs, entries);
const policy = join(folder, "mirror-policy");  // of this log only
writeFileSync(policy, readFileSync(log.policy, "utf8").split("\n").filter((line) => !/^log .*\/(legal|policy|release)\+/.test(line)).join("\n"));
const site = await new Site(log.public).start();
let made = 0;
const place = () => join(folder, `mirror-${++made}`);
const copyOf = (to) => join(to, "videos.example/ledger/access");

function mirror(to, { from = site.url, more = [], env = {} } = {}) {
  const child = spawn(join(programs.path, "soleil-witness"), ["mirror", "--from", from, "--policy", policy, "--to", to, ...more], { env: { ...process.env, ...env } });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (out += bytes));
  const done = new Promise((ended) => child.on("close", (code, signal) => ended({ code, signal, out })));
  return Object.assign(done, { child });
}
const fsck = (to) => programs.run("soleil", ["ledger", "fsck", "--mirror", to, "--policy", policy]);
const isWhole = (to, size) => fsck(to).status === 0 && programs.verify(["audit", join(copyOf(to), "public"), "--policy", policy]).size === size;
const evidence = (to) => (existsSync(join(copyOf(to), "evidence")) ? readdirSync(join(copyOf(to), "evidence")) : []);

const first = place();
good.add((await mirror(first)).code === 0, "a log is mirrored");
good.add(isWhole(first, log.entries), "the copy is whole");
const tiles = filesBelow(join(copyOf(first), "public")).filter((file) => file.startsWith("tile/"));
good.add(tiles.every((file) => readFileSync(join(copyOf(first), "public", file)).equals(readFileSync(join(log.public, file)))), "… byte for byte");
site.asked = [];
good.add((await mirror(first)).code === 0 && site.asked.length < 20, `nothing is fetched twice (${site.asked.length})`);

const lies = {
  "a changed entry": [/^tile\/entries\/017$/, (bytes) => { bytes[10] ^= 1; return bytes; }, 1],
  "a changed hash": [/^tile\/0\/011$/, (bytes) => { bytes[0] ^= 1; return bytes; }, 1],
  "a changed tile above": [/^tile\/1\//, (bytes) => { bytes[40] ^= 1; return bytes; }, 1],
  "a tile cut short": [/^tile\/0\/012$/, (bytes) => bytes.subarray(0, 100), 1],
  "an edited size": [/^checkpoint$/, (bytes) => String(bytes).replace(`\n${log.entries}\n`, `\n${log.entries - 1}\n`), 1],
  "a missing witness": [/^checkpoint$/, (bytes) => String(bytes).split("\n").filter((line) => !/^\u2014 w[12] /.test(line)).join("\n"), 4],
  "a tile that is gone": [/^tile\/0\/013$/, () => { throw new Error("gone"); }, 3],
};
for (const [what, [file, lie, code]] of Object.entries(lies)) {
  const to = place();
  site.change = (asked, bytes) => (file.test(asked) ? lie(bytes) : bytes);
  const refused = await mirror(to);
  good.add(refused.code === code, `${what}: ${refused.code} ${refused.out}`);
  good.add(!existsSync(join(copyOf(to), "public/checkpoint")), `${what}: nothing is published`);
  if (/changed|cut/.test(what)) good.add(evidence(to).length > 0, `${what}: the evidence is kept`);
  site.change = (_, bytes) => bytes;
  good.add((await mirror(to)).code === 0 && isWhole(to, log.entries), `${what}: and when the log is honest again, it goes on`);
}

const forked = await new Site(log.forkPublic).start();
const fork = await mirror(first, { from: forked.url });
good.add(fork.code === 5 && evidence(first).length === 2, `a fork signed and cosigned with the same keys: ${fork.code} ${fork.out}`);
good.add(isWhole(first, log.entries), "the copy stays what it was");
const proofs = evidence(first).map((file) => readFileSync(join(copyOf(first), "evidence", file), "utf8"));
good.add(proofs.every((note) => note.includes("videos.example/ledger/access\n")), "both checkpoints are kept");

site.change = (asked, bytes) => (asked === "tile/entries/003" ? (bytes[5] ^= 1, bytes) : bytes);
good.add((await mirror(first)).code === 0, "what is mirrored is not asked for again");
good.add((await mirror(first, { more: ["--recheck", "yes"] })).code === 1, "but a recheck finds what was rewritten");
site.change = (_, bytes) => bytes;
good.add((await mirror(first, { more: ["--recheck", "yes"] })).code === 0, "and nothing else");

const killed = place(), random = seeded(11);
let kills = 0;
for (let i = 0; i < 30; i++) {
  const run = mirror(killed);
  setTimeout(() => run.child.kill("SIGKILL"), random() * 60 + 2 * i);
  const { code, signal, out } = await run;
  if (signal) kills++;
  good.add(signal === "SIGKILL" || code === 0, `a killed mirror: ${code} ${out}`);
  if (existsSync(join(copyOf(killed), "public/checkpoint"))) good.add(fsck(killed).status === 0, "whenever it shows a checkpoint, it is whole");
}
good.add((await mirror(killed)).code === 0 && isWhole(killed, log.entries), "killed again and again, it comes to its end");
good.add(kills > 5, `kills: ${kills}`);

const keys = join(folder, "tls");
mkdirSync(keys);
execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
  "-addext", "subjectAltName=DNS:localhost", "-keyout", join(keys, "key"), "-out", join(keys, "cert")], { stdio: "ignore" });
const safe = await new Site(log.public).start({ key: readFileSync(join(keys, "key")), cert: readFileSync(join(keys, "cert")) });
const trusted = { SSL_CERT_FILE: join(keys, "cert") };
const overTls = place();
good.add((await mirror(overTls, { from: safe.url })).code === 3, "a certificate that nobody vouches for is refused");
good.add((await mirror(overTls, { from: safe.url.replace("localhost", "127.0.0.1"), env: trusted })).code === 3, "and so is another host's");
good.add((await mirror(overTls, { from: safe.url, env: trusted })).code === 0 && isWhole(overTls, log.entries), "over TLS the log is mirrored");

console.log(`ledger mirror checks=${good.text} kills=${kills} entries=${log.entries}`);
process.exit(good.ok ? 0 : 1);

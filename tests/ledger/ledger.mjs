#!/usr/bin/env node
// ./dev test ledger: see docs/ledger.md, "How it is shown". node tests/ledger/ledger.mjs PROGRAMS [--kills N] [--entries N] [--seed N]
import { join } from "node:path";
import { kills, twoWriters } from "./crash.mjs";
import { judgeHistories } from "./history.mjs";
import { judgeReports } from "./reports.mjs";
import { buildStranger, opensslAccepts, sigstoreAccepts } from "./strangers.mjs";
import { judgeCheats, witnessedLog } from "./tamper.mjs";
import { countTiles, judgeCases } from "./vectors.mjs";
import { Programs, Tally, folder, readFileSync, seeded, writeFileSync } from "./world.mjs";

const [path, ...rest] = process.argv.slice(2);
const option = (name, value) => (rest.includes(name) ? Number(rest[rest.indexOf(name) + 1]) : value);
const programs = new Programs(path);
const vectors = new Tally(), rejected = new Tally();
const seed = option("--seed", 1);
const told = (what) => console.error(`ledger: ${what}`);

const stranger = buildStranger();
judgeCases(programs, stranger, vectors);
countTiles(programs, vectors);
told(`cases and tiles ${vectors.text}`);

judgeHistories(programs, vectors, rejected);
judgeReports(programs, vectors, rejected);

const log = await witnessedLog(programs, option("--entries", 100_000));
judgeCheats(programs, stranger, log, vectors, rejected);
told(`cheats rejected ${rejected.text}`);

const index = Math.floor(log.entries / 3), entry = `entry ${index}`;
const proof = programs.ledger("proof", log.data, ["--index", String(index)]);
const proofFile = join(folder, "proof"), entryFile = join(folder, "entry"), otherFile = join(folder, "other");
writeFileSync(proofFile, proof);
writeFileSync(entryFile, entry);
writeFileSync(otherFile, `${entry}0`);
const offline = (file) => programs.verify(["proof", proofFile, "--policy", log.policy, "--entry", file]);
vectors.add(offline(entryFile).ok, "soleil-verify accepts a proof file offline");
rejected.add(offline(otherFile).code === 1, "soleil-verify on a proof of another entry");

const longer = (text) => text.replace(`\n${log.entries}\n`, `\n${log.entries + 1}\n`);
const note = readFileSync(join(log.public, "checkpoint"), "utf8");
vectors.add(opensslAccepts(note, log.key), "openssl pkeyutl accepts a checkpoint");
rejected.add(!opensslAccepts(note, log.key, longer), "openssl pkeyutl on an edited size");
vectors.add(sigstoreAccepts(proof, entry, log.key), "@sigstore/verify accepts checkpoint and inclusion");
rejected.add(!sigstoreAccepts(proof, `${entry}0`, log.key), "@sigstore/verify on another entry");
rejected.add(!sigstoreAccepts(longer(proof), entry, log.key), "@sigstore/verify on an edited size");

const killed = await kills(programs, option("--kills", 200), seeded(seed));
told(`kills ${killed.kills}, acknowledged ${killed.acknowledged}, lost ${killed.lost}, forks ${killed.forks}`);
const two = await twoWriters(programs, 1_000);
told(`two writers: acknowledged ${two.acknowledged}, lost ${two.lost}, forks ${two.forks}`);

const forks = killed.forks + two.forks, lost = killed.lost + two.lost;
const ok = vectors.ok && rejected.ok && forks === 0 && lost === 0 && killed.acknowledged > 0 && two.acknowledged > 0;
console.log(`ledger vectors=${vectors.text} rejected=${rejected.text} forks=${forks} kills=${killed.kills} lost=${lost}`);
process.exit(ok ? 0 : 1);

// A log of 100,000 entries with three witnesses, 2 of whom must cosign; then every way to cheat that issue 5 names, each of
// which every verifier must refuse.
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Witness, folder, logLines, policyWith, readFileSync, writeFileSync } from "./world.mjs";

const kLog = "access", kLeast = 2;
const lines = (from, to, word = "entry") => Array.from({ length: to - from }, (_, i) => `${word} ${from + i}`).join("\n");

async function setUpWitnesses(programs, data, names, states) {
  const witnesses = names.map((name, i) => new Witness(programs, name, states[i]));
  for (const witness of witnesses) witness.init();
  return witnesses;
}

async function startAll(witnesses, logs, data) {
  const seed = join(data, "seed-policy");
  writeFileSync(seed, [...logs, "quorum none", ""].join("\n"));
  for (const witness of witnesses) await witness.start(seed);
  writeFileSync(join(data, "ledger/trust-policy"), policyWith(logs, witnesses, kLeast));
}
const stopAll = (witnesses) => Promise.all(witnesses.map((witness) => witness.stop()));

// A witnessed log of `entries`, and a fork of it from 60 % on, signed by the same log and the same witnesses' keys: what a
// log could show to one person only if it had k witnesses in its pocket.
export async function witnessedLog(programs, entries) {
  const data = join(folder, "witnessed"), states = ["w1", "w2", "w3"].map((name) => join(folder, name));
  mkdirSync(data);
  programs.ledger("init", data, ["--origin", "videos.example/ledger"]);
  const logs = logLines(join(data, "ledger/trust-policy"));
  const witnesses = await setUpWitnesses(programs, data, ["w1", "w2", "w3"], states);
  await startAll(witnesses, logs, data);
  const early = Math.floor(entries * 0.6);
  programs.ledger("append", data, [], { input: lines(0, early) });
  const old = join(folder, "old-checkpoint");
  writeFileSync(old, readFileSync(join(data, "ledger", kLog, "public/checkpoint")));
  await stopAll(witnesses);
  const fork = join(folder, "fork"), forkStates = states.map((state) => `${state}-fork`);
  cpSync(data, fork, { recursive: true });
  states.forEach((state, i) => cpSync(state, forkStates[i], { recursive: true }));
  await startAll(witnesses, logs, data);
  programs.ledger("append", data, [], { input: lines(early, entries) });
  await stopAll(witnesses);
  const forkWitnesses = witnesses.map((w, i) => Object.assign(new Witness(programs, w.name, forkStates[i]), { key: w.key }));
  await startAll(forkWitnesses, logs, fork);
  programs.ledger("append", fork, [], { input: lines(early, entries + 1, "another") });
  await stopAll(forkWitnesses);
  return { data, fork, old, policy: join(data, "ledger/trust-policy"), public: join(data, "ledger", kLog, "public"),
    forkPublic: join(fork, "ledger", kLog, "public"), key: logs[0].split(" ")[1], entries };
}

function changedCopy(log, name, change) {
  const copy = join(folder, name);
  cpSync(log.public, copy, { recursive: true });
  change(copy);
  return copy;
}
function edit(path, change) {
  const bytes = readFileSync(path);
  writeFileSync(path, change(bytes) ?? bytes);
}

export function cheats(log) {
  const bundle = "tile/entries/017";
  return {
    "a changed entry": changedCopy(log, "cheat-entry", (dir) => edit(join(dir, bundle), (bytes) => { bytes[10] ^= 1; })),
    "an edited size": changedCopy(log, "cheat-size", (dir) =>
      edit(join(dir, "checkpoint"), (bytes) => String(bytes).replace(`\n${log.entries}\n`, `\n${log.entries - 1}\n`))),
    "a missing witness": changedCopy(log, "cheat-witness", (dir) =>
      edit(join(dir, "checkpoint"), (bytes) => String(bytes).split("\n").filter((line) => !/^\u2014 w[12] /.test(line)).join("\n"))),
  };
}

// Soleil's verifier and the stranger's on the true log and on each cheat. A fork is whole by itself: only who remembers sees it.
export function judgeCheats(programs, stranger, log, vectors, rejected) {
  const memory = join(folder, "memory"), policy = ["--policy", log.policy];
  const remember = (from) => writeFileSync(memory, readFileSync(from));
  const audit = (dir) => programs.verify(["audit", dir, ...policy]);
  vectors.add(audit(log.public).size === log.entries, "soleil-verify accepts the true log");
  remember(log.old);
  vectors.add(programs.verify(["follow", log.public, ...policy, "--memory", memory]).ok, "… and that it continues the old one");
  if (stranger) {
    const verdict = stranger.audit(log.public, log.policy, kLeast, log.old);
    vectors.add(verdict.ok, `the stranger accepts the true log: ${verdict.why}`);
  }
  const codes = { "a changed entry": 1, "an edited size": 1, "a missing witness": 4 };
  for (const [name, dir] of Object.entries(cheats(log))) {
    const verdict = audit(dir);
    rejected.add(verdict.code === codes[name], `soleil-verify on ${name}: ${JSON.stringify(verdict)}`);
    if (stranger) rejected.add(!stranger.audit(dir, log.policy, kLeast, log.old).ok, `the stranger on ${name}`);
  }
  const shown = join(log.public, "checkpoint");
  remember(shown);
  const verdict = programs.verify(["follow", log.forkPublic, ...policy, "--memory", memory]);
  rejected.add(verdict.code === 5, `soleil-verify on a fork: ${JSON.stringify(verdict)}`);
  vectors.add(audit(log.forkPublic).ok, "the fork is whole by itself");
  if (stranger) rejected.add(!stranger.audit(log.forkPublic, log.policy, kLeast, shown).ok, "the stranger on a fork");
}

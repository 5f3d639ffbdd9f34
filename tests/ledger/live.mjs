#!/usr/bin/env node
// A stranger follows the logs of a server that runs, by nothing but HTTP: node tests/ledger/live.mjs PROGRAMS [--kills N]
// Orders and recipes are entered through the API and found in the logs before they count; the program's hash is in `release` once;
// after kill -9 the logs go on where they were.
import { createHash } from "node:crypto";
import { readFileSync as read, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { Live } from "./live_server.mjs";
import { Programs, Tally, folder, seeded, writeFileSync, join } from "./world.mjs";

const kLogs = ["access", "legal", "policy", "release"];
const [path, ...rest] = process.argv.slice(2);
const kills = rest.includes("--kills") ? Number(rest[rest.indexOf("--kills") + 1]) : 5;
const programs = new Programs(resolve(path));
const good = new Tally();
const random = seeded(7);

const live = new Live(programs, join(folder, "live"));
await live.start();
const policy = join(folder, "live-policy");
writeFileSync(policy, await live.text("/ledger/trust-policy"));
const at = (log) => `http://127.0.0.1:${live.port}/ledger/${log}`;
const ask = (verb, log, args = []) => programs.verifyElsewhere([verb, at(log), "--policy", policy, ...args]);
const entries = async (log) => {
  const { size } = await ask("checkpoint", log);
  const out = [];
  for (let i = 0; i < size; i++) out.push(JSON.parse(Buffer.from((await ask("entry", log, ["--index", String(i)])).entry, "base64").toString()));
  return out;
};

const hash = createHash("sha256").update(read(join(programs.path, "soleil"))).digest("hex");
const releases = await entries("release");
good.add(releases.length === 1 && releases[0].sha256 === hash, "the log `release` has this program's hash, once");
good.add((await live.json("GET", "/api/v1/hello")).release === hash, "and the server says the same");
const built_in = await entries("policy");
good.add(built_in.some((e) => e.name === "for_you" && e.event === "in_force"), "the recipes in force are in `policy`");

const order = await live.order({ title: "Not offered in China", document_sha256: "a".repeat(64), countries: ["CN"], action: "block_all", signed_on: "2020-08-06", days: 45 });
const legal = await entries("legal");
good.add(JSON.stringify(legal.map((e) => [e.event, e.order])) === JSON.stringify([["entered", order.id], ["approved", order.id]]), "an order is logged as entered and as approved");
good.add(legal[1].text === order.text && legal[1].signature === order.signature, "what is logged is what was signed");

await live.json("POST", "/api/v1/admin/recipes/for_you", { toml: live.recipe(99) });
const recipe = (await live.json("GET", "/api/v1/feed/recipe")).hash;
good.add((await entries("policy")).at(-1).hash === recipe, "a new recipe is logged before it ranks");
await live.json("DELETE", "/api/v1/admin/recipes/for_you");
good.add((await entries("policy")).at(-1).hash !== recipe, "and so is the return of the former one");

mkdirSync(join(folder, "live-memory"));
const follow = (log) => ask("follow", log, ["--memory", join(folder, "live-memory", log)]);
for (const log of kLogs) good.add((await follow(log)).ok, `${log} is signed`);
for (let i = 0; i < kills; i++) {
  const entered = live.order({ title: `Order ${i}`, document_sha256: "b".repeat(64), countries: [["FR", "DE", "IT", "ES", "PT"][i % 5]], action: "block_sign_up", signed_on: "2020-08-06", days: i }).catch(() => undefined);
  await new Promise((resume) => setTimeout(resume, random() * 60));
  await live.kill();
  await entered;
  await live.start();
  for (const log of kLogs) {
    good.add((await follow(log)).ok, `${log} goes on after kill -9`);
    good.add((await ask("audit", log)).ok, `${log} is whole after kill -9`);
  }
  const approved = (await live.json("GET", "/api/v1/orders")).orders.filter((one) => one.approved_ms);
  const logged = (await entries("legal")).filter((e) => e.event === "approved").map((e) => e.order);
  good.add(approved.every((one) => logged.includes(one.id)), "no order is approved that is not in the log");
}
good.add((await entries("release")).length === 1, "the program's hash is still there once");

const fork = join(folder, "live-fork");
mkdirSync(fork);
programs.ledger("init", fork, ["--origin", `127.0.0.1:${live.port}/ledger`]);
const other = programs.verify(["checkpoint", join(fork, "ledger/legal/public"), "--policy", policy]);
good.add(other.code === 1, "another log under the same address is not believed");
await live.kill();
console.log(`ledger live checks=${good.text} kills=${kills}`);
process.exit(good.ok ? 0 : 1);

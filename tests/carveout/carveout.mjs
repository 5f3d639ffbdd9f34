// Hands over the people of four of twelve countries, with everything that can go wrong on the way:
// bad papers, a bundle with a flipped bit, kill -9 of export and import, omissions planted at the
// buyer's; then erases them at the seller's and looks for what is left. Both servers run on.
// node carveout.mjs PROGRAM SEEDER [--persons 10000] [--kills 20] [--seed N] [--omissions N]
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Person } from "../crash/server.mjs";
import { omissions } from "./omissions.mjs";
import { CarveWorld, residue } from "./sides.mjs";

const two = ["--approved-by", "Ada", "--approved-by", "Bob"];
const countries = ["--countries", "US,CA,AU,NZ"];

function parameters() {
  const [program, seeder, ...rest] = process.argv.slice(2);
  const value = (name, otherwise) => (rest.includes(`--${name}`) ? Number(rest[rest.indexOf(`--${name}`) + 1]) : otherwise);
  return { program, seeder, persons: value("persons", 10_000), kills: value("kills", 20), seed: value("seed", 7), some: value("omissions", Infinity) };
}

const { program, seeder, persons, kills, seed, some } = parameters();
const planted = Object.entries(omissions).filter((_, i, all) => i % Math.max(1, Math.ceil(all.length / some)) === 0);
const world = new CarveWorld(program, seeder);
const failures = [], times = {};
const check = (what, fits, said = "") => fits || (failures.push(what), console.error(`FAILED: ${what} ${said}`));
const refused = (what, done, reason) => check(`${what}: refused as ${reason}`, done.status === 1 && done.reason === reason, `(${done.status} ${done.error || done.out})`);
const timed = (name, done) => (times[name] = +(done.seconds ?? 0).toFixed(1), done);
let dice = seed;
const random = () => ((dice = (Math.imul(dice, 1664525) + 1013904223) >>> 0) / 4294967296);

async function signIn(side, handle) {
  const person = new Person(side.server);
  await person.meet();
  const answer = await person.json("POST", "/api/v1/session", { handle, password: "a long password" });
  await person.meet();
  return { person, status: answer.status };
}

// ---- the seller's first steps --------------------------------------------------------------------

function plan(seller, buyer, other) {
  buyer.must("offer", "--out", world.path("offer.json"));
  other.must("offer", "--out", world.path("other.json"));
  const to = ["--buyer", world.path("offer.json"), "--out", world.path("plan.json")];
  refused("one approver", seller.step("plan", ...countries, ...to, "--approved-by", "Ada"), "needs_two_people");
  refused("one approver twice", seller.step("plan", ...countries, ...to, "--approved-by", "Ada", "--approved-by", " Ada "), "needs_two_people");
  refused("a country that is none", seller.step("plan", "--countries", "US,XX", ...to, ...two), "unknown_country");
  refused("a country of nobody", seller.step("plan", "--countries", "IS", ...to, ...two), "nobody_there");
  refused("an export before a plan", seller.step("export", "--out", world.path("none")), "no_carve_out");
  const torn = world.path("torn.json");
  writeFileSync(torn, readFileSync(world.path("offer.json"), "utf8").replace(`${buyer.port}`, "1"));
  refused("an offer that was changed", seller.step("plan", ...countries, "--buyer", torn, "--out", world.path("x"), ...two), "not_signed");
  const first = seller.must("plan", ...countries, "--buyer", world.path("other.json"), "--out", world.path("first.json"), ...two);
  refused("a plan beside another", seller.step("plan", ...countries, ...to, ...two), "carve_out_under_way");
  seller.must("export", "--out", world.path("first"));
  cpSync(`${world.path("first")}/manifest.json`, world.path("first-manifest.json"));
  seller.must("rollback", "--bundle", world.path("first"));
  check("a rollback removes the bundle", !existsSync(world.path("first")));
  refused("an export after the rollback", seller.step("export", "--out", world.path("first")), "carve_out_is_rolled_back");
  const done = timed("plan", seller.must("plan", ...countries, ...to, ...two));
  const told = /persons=(\d+)/.exec(done.out)[1];
  check("the same people twice", told === /persons=(\d+)/.exec(first.out)[1]);
  return Number(told);
}

async function frozen(seller, goes, stays) {
  await seller.start();
  const { person } = await signIn(seller, goes.handle), other = await signIn(seller, stays.handle);
  const video = goes.video || stays.video;
  const like = await person.json("PUT", `/api/v1/videos/${video}/like`);
  check("who goes can't write", like.status === 409 && like.json?.error.reason === "account_frozen" && /20\d\d-/.test(like.json.error.message), like.text);
  check("who goes can read", (await person.json("GET", "/api/v1/feed")).status === 200);
  const further = await person.json("POST", "/api/v1/feed", { kind: "for_you", have: [] });
  check("and goes on watching", further.status === 200, further.text);
  const fact = { id: `fact-${Date.now()}`, type: "watched", video_id: video, at_ms: Date.now(), watch_ms: 900, duration_ms: 1000, loops: 1, surface: "for_you" };
  check("and tells what was watched", (await person.json("POST", "/api/v1/facts", { facts: [fact] })).status < 300);
  check("who goes is told", (await person.json("GET", "/api/v1/me/carve-out")).json.state === "frozen");
  check("who stays can write", (await other.person.json("PUT", `/api/v1/videos/${stays.video}/like`)).status === 204);
  await seller.stop();
}

// Killed at random moments, run again until it is done; begun anew when it was done too soon.
async function withKills(side, verb, count, typicalMs, again, ...more) {
  let killed = 0;
  while (killed < count) {
    if (await side.killed(verb, 30 + random() * typicalMs, ...more)) ++killed;
    else again();
  }
  return side.must(verb, ...more);
}

async function exported(seller) {
  const clean = timed("export", seller.must("export", "--out", world.path("clean")));
  const anew = () => rmSync(world.path("bundle"), { recursive: true, force: true });
  const began = performance.now();
  await withKills(seller, "export", kills, clean.seconds * 900, anew, "--out", world.path("bundle"));
  times.export_with_kills = +((performance.now() - began) / 1000).toFixed(1);
  const same = readFileSync(`${world.path("clean")}/manifest.json`, "utf8") === readFileSync(`${world.path("bundle")}/manifest.json`, "utf8");
  check(`an export killed ${kills} times gives the same manifest`, same);
  return clean.out;
}

// ---- the buyer's ---------------------------------------------------------------------------------

function badBundle(name, change) {
  const bad = world.path(name);
  cpSync(world.path("bundle"), bad, { recursive: true });
  change(bad);
  return bad;
}

function flipIn(path) {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(path, bytes);
}

function badBundles(buyer, other) {
  const import_ = (name, reason, change, who = buyer) => {
    const bad = badBundle("bad", change);
    refused(name, who.step("import", "--bundle", bad), reason);
    rmSync(bad, { recursive: true });
  };
  import_("a flipped bit in a part", "bad_bundle", (bad) => flipIn(`${bad}/part-000001`));
  import_("a part that is missing", "bad_bundle", (bad) => rmSync(`${bad}/part-000001`));
  import_("a key that was changed", "not_sealed_to_us", (bad) => flipIn(`${bad}/key`));
  import_("another buyer", "for_another_buyer", () => {}, other);
  import_("a manifest of another plan", "other_plan", (bad) => cpSync(world.path("first-manifest.json"), `${bad}/manifest.json`));
  import_("a plan that was changed", "not_signed", (bad) => writeFileSync(`${bad}/plan.json`, readFileSync(`${bad}/plan.json`, "utf8").replace('"US', '"UM')));
  check("nothing was changed by them", /no carve-out here/.test(buyer.must("status").out));
}

async function notEmpty(buyer) {
  const used = world.copy(buyer, "used");
  await used.start();
  const somebody = new Person(used.server);
  await somebody.register("somebody");
  await used.stop();
  refused("a deployment that is in use", used.step("import", "--bundle", world.path("bundle")), "not_empty");
}

async function imported(buyer) {
  const typical = timed("import", world.copy(buyer, "quick").must("import", "--bundle", world.path("bundle"))).seconds;
  const fresh = world.copy(buyer, "fresh");
  const anew = () => (rmSync(buyer.data, { recursive: true }), cpSync(fresh.data, buyer.data, { recursive: true }));
  await withKills(buyer, "import", Math.ceil(kills / 5), typical * 800, anew, "--bundle", world.path("bundle"));
}

function plantOmissions(buyer) {
  buyer.must("status"); // touches go into its log once, not in each copy
  let found = 0;
  const began = performance.now();
  for (const [name, [plant, says]] of planted) {
    const copy = world.copy(buyer, "omission");
    plant(copy);
    const done = copy.step("verify", "--bundle", world.path("bundle"), "--out", world.path("never.json"));
    const seen = done.status === 1 && !existsSync(world.path("never.json")) && `${done.out}${done.error}`.includes(says);
    found += seen;
    check(`found: ${name}`, seen, `${done.out} ${done.error}`);
  }
  times.omissions = +((performance.now() - began) / 1000).toFixed(1);
  return found;
}

async function leaves(buyer, goes) {
  await buyer.start();
  const { person, status } = await signIn(buyer, goes.handle);
  check("who went signs in at the buyer's", status === 200);
  const own = await person.json("GET", "/api/v1/me/carve-out");
  check("with a proof of their own", own.json?.state === "signed" && own.json.leaf && own.json.proof, own.text.slice(0, 200));
  check("and their mutes, by their own key", (await person.json("GET", "/api/v1/me/controls")).json?.mutes?.[0]?.what === goes.handle);
  const liked = await person.json("PUT", `/api/v1/videos/${goes.video}/like`);
  check("and they write again", liked.status === 204, liked.text);
  await buyer.stop();
  const file = world.path("leaf.json");
  writeFileSync(file, own.text);
  const right = buyer.world.leaf(file);
  check("their leaf is checked offline", right.status === 0 && right.out.includes(goes.id), right.error);
  writeFileSync(file, JSON.stringify({ ...own.json, leaf: own.json.leaf.replace(/"account":\[1,/, '"account":[2,') }));
  check("a changed leaf is not", buyer.world.leaf(file).reason === "bad_proof");
}

// ---- the end at the seller's ---------------------------------------------------------------------

function erase(seller, buyer, other, goes) {
  const sign = world.path("signature.json"), out = ["--out", world.path("gone")];
  refused("an erasure by one", seller.step("erase", "--signature", sign, "--approved-by", "Ada", ...out), "needs_two_people");
  refused("somebody else's signature", seller.step("erase", "--signature", world.path("other.json"), ...two, ...out), "not_signed");
  const changed = world.path("changed.json");
  writeFileSync(changed, readFileSync(sign, "utf8").replace(/hash\\":\\"../, 'hash\\":\\"00'));
  refused("a signature that was changed", seller.step("erase", "--signature", changed, ...two, ...out), "not_signed");
  check("nothing was erased by them", residue(seller.data, goes).length > 0);
  timed("erase", seller.must("erase", "--signature", sign, ...two, ...out));
  refused("a rollback after it", seller.step("rollback"), "already_signed");
  timed("absent", buyer.must("absent", "--from", world.path("gone")));
  const receipts = `${world.path("gone")}/receipts`, all = readFileSync(receipts, "utf8");
  writeFileSync(receipts, all.slice(all.indexOf("\nperson ") + 1));
  refused("a receipt that is missing", buyer.step("absent", "--from", world.path("gone")), "other_root");
}

async function runOn(seller, buyer, goes, stays) {
  await seller.start();
  await buyer.start();
  const get = (path) => seller.server.request("GET", path);
  check("who went is unknown at the seller's", (await signIn(seller, goes.handle)).status === 403);
  const stayer = await signIn(seller, stays.handle);
  check("who stays signs in", stayer.status === 200);
  const page = await get(`/v/${goes.video}`);
  check("a link to a video leads on", page.status === 301 && page.headers.location === `${buyer.address}/v/${goes.video}`, `${page.status} ${page.headers.location}`);
  check("and it is there", (await buyer.server.request("GET", `/v/${goes.video}`)).status === 200);
  const api = await get(`/api/v1/videos/${goes.video}`);
  check("the API says where", api.status === 410 && api.text.includes(`${buyer.address}/v/${goes.video}`), api.text);
  check("a person's page, too", (await get(`/@${goes.handle}`)).status === 301);
  check("what stays does not", (await get(`/v/${stays.video}`)).status === 200);
  const told = await stayer.person.json("GET", "/api/v1/me/carve-out");
  check("who stays is told how many went", told.json.state === "none" && told.json.elsewhere.every((one) => one.address === buyer.address), told.text.slice(0, 200));
  await seller.stop();
  await buyer.stop();
}

// --------------------------------------------------------------------------------------------------

world.leaf = (file) => world.sides[0].constructor.prototype.step.call({ world, arguments: () => ["carve-out", "leaf", file] }, "leaf");

async function story() {
  const seller = await world.side("seller"), buyer = await world.side("buyer"), other = await world.side("other");
  const people = world.seed(seller, persons, seed);
  const goes = people.filter((one) => one.goes), stays = people.filter((one) => !one.goes);
  const mover = goes.find((one) => one.video && one.public), stayer = stays.find((one) => one.video && one.public);
  check("everybody of the four countries is in the plan", plan(seller, buyer, other) === goes.length);
  await frozen(seller, mover, stayer);
  const told = await exported(seller);
  badBundles(buyer, other);
  await notEmpty(buyer);
  await imported(buyer);
  const found = plantOmissions(buyer);
  const verified = timed("verify", buyer.must("verify", "--bundle", world.path("bundle"), "--out", world.path("signature.json")));
  const sums = (text) => /persons=.*$/m.exec(text.replace(/persons=\d+ /, "persons="))[0];
  check("counts, bytes and hashes are equal on both sides", sums(told) === sums(verified.out), `${told} ${verified.out}`);
  console.log(verified.out.trim());
  await leaves(buyer, mover);
  erase(seller, buyer, other, goes);
  const left = residue(seller.data, goes);
  for (const one of left.slice(0, 20)) console.error(`left: ${one}`);
  check("the markers are at the buyer's", residue(buyer.data, goes).length > goes.length);
  check("fsck of the seller's", /findings=0/.test(seller.fsck()), seller.fsck());
  check("fsck of the buyer's", /findings=0/.test(buyer.fsck().replace("like_count_wrong", "")), buyer.fsck());
  await runOn(seller, buyer, mover, stayer);
  const after = residue(seller.data, goes);
  console.log(`seconds ${Object.entries(times).map(([name, s]) => `${name}=${s}`).join(" ")}`);
  console.log(`carveout persons=${people.length} omissions_found=${found}/${planted.length} residue=${left.length + after.length}`);
  return left.length + after.length === 0;
}

let clean = false;
try {
  clean = await story();
} finally {
  if (process.env.KEEP) console.error(`kept: ${world.folder}`);
  else await world.close();
}
process.exit(failures.length === 0 && clean ? 0 : 1);

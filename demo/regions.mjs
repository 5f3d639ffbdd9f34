// ./dev demo regions: Virginia, Dublin and Singapore on this machine, and the story of
// deploy/virginia-singapore told by the real servers, step by step. Ends with the servers running, until Ctrl-C, and
// the way to the console's map (--once: ends).
import { spawn, spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeClip } from "../tests/api/clip.mjs";
import { freePort, sleep } from "../tests/crash/server.mjs";
import { publish } from "../tests/residency/people.mjs";
import { kAddressIn, RegionServer, World } from "../tests/residency/world.mjs";

const client = new URL("../web/dist", import.meta.url).pathname;  // without it the servers have a page without script
const web = existsSync(join(client, "index.html")) ? client : undefined;
const [program, ...rest] = process.argv.slice(2);
const say = (text) => console.log(`\u2600 ${text}`);
const must = (what, fits) => {
  if (!fits) throw new Error(`that did not happen: ${what}`);
};

async function open() {
  const world = new World(program);
  world.vaultPort = await freePort();
  const vault = `http://127.0.0.1:${world.vaultPort}`;
  await world.open({ config: (region) => (region.backup ? `[backup]\nvault = "${vault}"\n` : ""), web });
  world.vault = spawn(world.program, ["backup", "serve", "--data", join(world.folder, "singapore", "vault"), "--deployment", join(world.folder, "deployment.json"), "--port", `${world.vaultPort}`], { stdio: "ignore" });
  for (const { region, port } of Object.values(world.servers)) say(`${region.name}: http://${region.id}.localhost:${port} (${region.countries.join(", ")})`);
  return world;
}

async function signUps(world) {
  const amy = await world.resident("virginia", "amy", "US"), fleur = await world.resident("dublin", "fleur", "FR");
  say("Amy lives in the US: her account is made in Virginia. Fleur lives in France: in Dublin.");
  const stray = world.visitor("dublin");
  await stray.meet();
  const answer = await stray.json("POST", "/api/v1/accounts", { handle: "stray", password: "a long password", country: "CA" });
  must("a refusal", answer.status === 421);
  say(`A Canadian at Dublin's door is told: ${answer.json.error.message}`);
  const blocked = await world.servers.dublin.request("GET", "/", { headers: { "X-Forwarded-For": kAddressIn.CN } });
  must("451", blocked.status === 451);
  say("A visitor from China is answered 451, with a link to why.");
  return { amy, fleur };
}

async function watchAbroad(world, { amy, fleur }) {
  const video = await publish(amy, makeClip(), "The sea at Assateague");
  const began = Date.now();
  let seen;
  while ((seen = await fleur.json("GET", `/api/v1/videos/${video}`)).status !== 200 && Date.now() - began < 60_000) await sleep(100);
  const file = await world.servers.dublin.request("GET", seen.json.media.mp4);
  must("the video in Dublin", file.status === 200);
  await fleur.request("PUT", `/api/v1/videos/${video}/like`);
  say(`Amy's video is watched in Dublin as @${seen.json.author.handle}'s; Virginia does not learn by whom.`);
}

async function loseVirginia(world) {
  const { virginia } = world.servers, recovery = join(world.folder, "recovery.json"), url = `http://127.0.0.1:${world.vaultPort}`;
  const config = join(virginia.folder, "soleil.toml");
  must("a recovery file", spawnSync(world.program, ["backup", "recovery", "--data", virginia.data, "--config", config, "--out", recovery]).status === 0);
  await sleep(2_000);
  await virginia.stop("SIGKILL");
  rmSync(virginia.data, { recursive: true });
  say("Virginia's disk is gone.");
  const done = spawnSync(world.program, ["backup", "drill", "--from", url, "--recovery", recovery, "--into", virginia.data, "--approved-by", "Ada", "--approved-by", "Bob"], { encoding: "utf8" });
  must(`a restore (${done.stderr})`, done.status === 0);
  say(`From Singapore, approved by two: ${done.stdout.trim()}`);
  virginia.start();
  await virginia.ready();
}

async function moveHouse(world, { amy, fleur }) {
  const again = await amy.json("GET", "/api/v1/session");
  must("Amy still signed in", again.json.account?.handle === "amy");
  const moved = await fleur.json("POST", "/api/v1/me/move", { country: "NZ", password: "a long password" });
  must("a move", moved.status === 200);
  const home = world.visitor("virginia");
  await home.meet();
  must("Fleur in Virginia", (await home.json("POST", "/api/v1/session", { handle: "fleur", password: "a long password" })).status === 200);
  say("Amy is still signed in. Fleur moved to New Zealand: sealed to Virginia, erased in Dublin.");
}

// One step of a carve-out; its last line.
function step(world, verb, data, config, ...more) {
  const done = spawnSync(world.program, ["carve-out", verb, "--data", data, "--config", config, ...more], { encoding: "utf8" });
  must(`carve-out ${verb} (${done.stderr})`, done.status === 0);
  return done.stdout.trim().split("\n").at(-1);
}

// US, CA, AU and NZ are sold: Virginia's people go to a new operator, whole, and nothing of them stays.
async function carveOut(world, { amy }) {
  const { virginia } = world.servers, two = ["--approved-by", "Ada", "--approved-by", "Bob"];
  const file = (name) => join(world.folder, name), config = join(virginia.folder, "soleil.toml");
  const buyer = new RegionServer(world.program, file("liberty"), { id: "home" }, await freePort()), theirs = join(buyer.folder, "soleil.toml");
  const address = `http://liberty.localhost:${buyer.port}`;
  buyer.web = web ?? join(virginia.folder, "web");
  writeFileSync(theirs, `[server]\npublic_url = "${address}"\n`);
  const video = (await amy.json("GET", "/api/v1/accounts/amy/videos")).json.videos[0].id;
  await virginia.stop();
  step(world, "offer", buyer.data, theirs, "--out", file("offer.json"));
  say(`The four countries are sold: ${step(world, "plan", virginia.data, config, "--countries", "US,CA,AU,NZ", "--buyer", file("offer.json"), ...two, "--out", file("plan.json"))}`);
  say(step(world, "export", virginia.data, config, "--out", file("bundle")));
  say(step(world, "import", buyer.data, theirs, "--bundle", file("bundle")));
  say(step(world, "verify", buyer.data, theirs, "--bundle", file("bundle"), "--out", file("signature.json")));
  say(step(world, "erase", virginia.data, config, "--signature", file("signature.json"), ...two, "--out", file("gone")));
  say(step(world, "absent", buyer.data, theirs, "--from", file("gone")));
  world.servers.liberty = buyer;
  buyer.relay = { close: () => {} };
  for (const server of [virginia, buyer]) {
    server.start();
    await server.ready();
  }
  const there = world.visitor("liberty");
  await there.meet();
  must("Amy at the buyer's", (await there.json("POST", "/api/v1/session", { handle: "amy", password: "a long password" })).status === 200);
  const link = await virginia.request("GET", `/v/${video}`);
  must("a link forward", link.status === 301 && link.headers.location === `${address}/v/${video}`);
  say(`Amy signs in at ${address}, with what is hers; Virginia knows her no more, and its old link to her video leads there.`);
}

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// Two administrators of Dublin; the clock executes the one order, and counts down to the other.
async function orders(world) {
  const first = world.visitor("dublin"), second = await world.resident("dublin", "keeper", "IE");
  await first.meet();
  must("the administrator's link", (await first.json("POST", "/api/v1/session/link", { token: world.servers.dublin.link() })).status === 200);
  await first.meet();
  must("a second administrator", (await first.json("PUT", "/api/v1/admin/accounts/keeper/role", { role: "administrator" })).status === 204);
  for (const [title, country, signed_on] of [["An order signed 45 days ago", "BR", day(-45)], ["An order signed today", "IT", day(0)]]) {
    const draft = { title, document_sha256: "0".repeat(64), countries: [country], action: "block_playback", signed_on, days: 45, zone: "Etc/UTC" };
    const { order } = (await first.json("POST", "/api/v1/admin/orders", draft)).json;
    const approved = await second.json("POST", `/api/v1/admin/orders/${order.id}/approve`, {});
    must("an order that two approved", approved.status === 200);
    say(`${title}, plus 45 days: ${approved.json.order.effective_on}. It is ${approved.json.order.state.replace("_", " ")}.`);
  }
}

// Singapore's administrator has not come yet: the link leads in once.
function wayIn(world) {
  const { region, port } = world.servers.singapore;
  const address = `http://${region.id}.localhost:${port}`;
  say(`The map of it all: open ${address}/welcome#${world.servers.singapore.link()}`);
  say(`and then ${address}/console/regions. ${web ? "" : "(./dev build the web client first.) "}Ctrl-C ends it.`);
}

const world = await open();
try {
  const persons = await signUps(world);
  await watchAbroad(world, persons);
  await loseVirginia(world);
  await moveHouse(world, persons);
  await carveOut(world, persons);
  await orders(world);
  if (!rest.includes("--once")) {
    wayIn(world);
    await new Promise((done) => process.once("SIGINT", done));
  }
} finally {
  await world.close();
  world.vault.kill("SIGTERM");
}

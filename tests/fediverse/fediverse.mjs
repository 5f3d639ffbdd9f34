#!/usr/bin/env node
// The trust centre's account before other servers, true and foul: node tests/fediverse/fediverse.mjs SOLEIL [--long]
// Last line: fediverse checks=N/N refused=N/N delivered=N kills=N
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Rows } from "./sqlite.mjs";
import { Hostile, otherPair, post } from "./hostile.mjs";
import { Peer, until } from "./peer.mjs";
import { Site } from "./site.mjs";

const [program, ...rest] = process.argv.slice(2);
const long = rest.includes("--long");
class Tally {
  good = 0;
  all = 0;
  add(is, what) {
    this.all++;
    if (is) this.good++;
    else console.error(`fediverse: NOT as it should be: ${what}`);
  }
  get text() { return `${this.good}/${this.all}`; }
}
const good = new Tally(), refused = new Tally();
const told = (what) => console.error(`fediverse: ${what}`);

const site = new Site(program);
const peer = await new Peer().start();             // with an inbox for all of its server
const alone = await new Peer({ shared: false }).start();
const foul = await new Hostile().start();
await site.configure([peer.host, alone.host, foul.host], ["backoff_ms = 200", "backoff_ms_max = 4000", "followers_per_host_max = 40", "follows_burst = 60", "away_ms_max = 2000"]);
await site.start();

// What is there to be found.
const finger = await (await fetch(`${site.url}/.well-known/webfinger?resource=acct:trust@${site.host}`)).json();
const self = finger.links.find((one) => one.rel === "self");
good.add(finger.subject === `acct:trust@${site.host}` && self.type === "application/activity+json", "WebFinger names the actor");
good.add((await fetch(`${site.url}/.well-known/webfinger?resource=acct:anna@${site.host}`)).status === 404, "… and nobody else");
const us = await peer.context.lookupObject(self.href);
good.add(us?.preferredUsername === "trust" && us.inboxId?.href === `${site.url}/fediverse/trust/inbox`, "Fedify reads our actor");
good.add((await us.getPublicKey())?.id?.href === `${self.href}#main-key`, "… and its key");
good.add((await fetch(self.href, { redirect: "manual" })).headers.get("location") === "/trust", "a browser is sent to the page");
const mode = statSync(join(site.folder, "data/secrets/fediverse.pem")).mode & 0o777;
good.add(mode === 0o600, `the key is the server's alone: ${mode.toString(8)}`);

// A rumour answered before anybody followed is nobody's message.
await site.answerRumour("before", "No.");
const follow = await peer.follow("anna", us);
await peer.follow("ben", us);
await alone.follow("chloe", us);
await until("three follow", async () => (await site.followers()) === 3);
await until("three are told yes", () => peer.of("Accept").length === 2 && alone.of("Accept").length === 1);
good.add(peer.of("Accept").some((one) => JSON.stringify(one.json).includes(follow.href)), "the Accept names the Follow");
const followers = await (await site.activity("/fediverse/trust/followers")).json();
good.add(followers.totalItems === 3 && !JSON.stringify(followers).includes("anna"), "how many follow is told, and not who");

// Create, Update, Delete.
await site.answerRumour("cats", "We have no cats.");
await until("the answer comes", () => peer.of("Create").length === 1 && alone.of("Create").length === 1);
const created = JSON.stringify(peer.of("Create")[0].json);
good.add(created.includes("We have no cats.") && created.includes("En français : We have no cats."), "in both languages");
good.add(created.includes(`${site.url}/about/data`) && created.includes(`${site.url}/ledger/policy/checkpoint`), "with its evidence and the signed note");
good.add(!peer.heard.some((one) => JSON.stringify(one.json).includes("my before")), "and nothing older");
const note = await (await site.activity("/fediverse/rumours/cats")).json();
const languages = (await peer.context.lookupObject(note.id))?.contents.map((text) => text.language?.compact?.()).filter(Boolean);
good.add(String(languages) === "en,fr", `Fedify reads the note, in two languages: ${languages}`);
good.add((await (await site.activity("/trust/rumours/cats")).json()).id === note.id, "the page's address leads to it");
await site.answerRumour("cats", "We have one cat.");
await until("the edit comes", () => peer.of("Update").length === 1 && alone.of("Update").length === 1);
await site.answerRumour("cats", "We should not have said so.", { withdrawn: true });
await until("the withdrawal comes", () => peer.of("Delete").length === 1 && alone.of("Delete").length === 1);
good.add((await site.activity("/fediverse/rumours/cats")).status === 410, "the note is a tombstone now");
good.add(peer.refused === 0 && alone.refused === 0, "Fedify believed every signature of ours");
const outbox = await (await site.activity("/fediverse/trust/outbox?page=1")).json();
good.add(outbox.orderedItems.length === 1 && outbox.orderedItems[0].object.id.endsWith("/before"), "the outbox has what stands");
told(`followed, told, edited, withdrawn: ${good.text}`);

// Foul play.
const inbox = `${site.url}/fediverse/trust/inbox`;
const tryFollow = (name, bend = {}) => {
  const body = bend.body ?? JSON.stringify(foul.follow(name, self.href, bend.more));
  const headers = foul.sign(inbox, bend.signed ?? body, { keyId: `${foul.actor(name)}#main-key`, ...bend });
  return post(inbox, body, { ...headers, ...bend.headers });
};
const before = await site.followers();
const cases = {
  "a false signature": [() => tryFollow("eve", { key: otherPair }), 401, "bad_signature"],
  "another's key": [() => tryFollow("eve", { keyId: `${foul.actor("mallory")}#main-key` }), 403, "foreign_key"],
  "another host's key": [() => tryFollow("eve", { keyId: `${peer.actor("anna").href}#main-key` }), 403, "foreign_key"],
  "an old date": [() => tryFollow("eve", { date: new Date(Date.now() - 2 * 3_600_000) }), 401, "too_old"],
  "a date to come": [() => tryFollow("eve", { date: new Date(Date.now() + 2 * 3_600_000) }), 401, "too_old"],
  "another body": [() => tryFollow("eve", { signed: "{}" }), 401, "bad_digest"],
  "a digest that is not signed": [() => tryFollow("eve", { covered: ["(request-target)", "host", "date"] }), 401, "not_covered"],
  "no signature": [() => tryFollow("eve", { headers: { signature: "" } }), 401, "bad_signature_header"],
  "a huge body": [() => tryFollow("eve", { body: JSON.stringify({ x: "y".repeat(2 << 20) }) }), 413],
  "no JSON": [() => tryFollow("eve", { body: "{\"type\": \"Follow\"" }), 400],
  "an actor on a private address": [() => tryFollow("eve", { more: { actor: "https://127.0.0.2/users/eve" }, keyId: "https://127.0.0.2/users/eve#main-key" }), 403, "private_address"],
  "an actor at home, by its name": [() => tryFollow("eve", { more: { actor: "https://localhost/users/eve" }, keyId: "https://localhost/users/eve#main-key" }), 403, "private_address"],
  "an actor of the cloud's metadata": [() => tryFollow("eve", { more: { actor: "http://169.254.169.254/latest" }, keyId: "http://169.254.169.254/latest#k" }), 403, "not_https"],
  "an actor on another port": [() => tryFollow("eve", { more: { actor: "https://127.0.0.1:22/x" }, keyId: "https://127.0.0.1:22/x#k" }), 403, "bad_port"],
};
for (const [what, [attempt, status, reason]] of Object.entries(cases)) {
  const answer = await attempt();
  refused.add(answer.status === status && (!reason || answer.reason === reason), `${what}: ${answer.status} ${answer.reason}`);
}
foul.special.set("/users/mover", (_, response) => response.writeHead(302, { Location: `${foul.url}/users/eve` }).end());
foul.special.set("/users/inward", (_, response) => response.writeHead(302, { Location: "http://127.0.0.1:1/secret" }).end());
foul.special.set("/users/liar", (_, response) => response.end(JSON.stringify(foul.person("eve"))));
foul.special.set("/users/pointer", (_, response) => response.end(JSON.stringify(foul.person("pointer", { inbox: `${peer.url}/inbox` }))));
foul.special.set("/users/giant", (_, response) => response.end(JSON.stringify(foul.person("giant", { summary: "x".repeat(1 << 20) }))));
foul.special.set("/users/slow", () => {});
foul.special.set("/users/drip", (_, response) => {
  response.writeHead(200, { "Content-Length": "100000" });
  const drop = setInterval(() => response.write(" "), 100);
  response.on("close", () => clearInterval(drop));
});
for (const [name, what] of [["mover", "a redirect"], ["inward", "a redirect to a private address"], ["liar", "an actor whose id is another"],
  ["pointer", "an inbox of somebody else's"], ["giant", "an actor without end"], ["slow", "a server that says nothing"], ["drip", "a server that drips"]]) {
  const answer = await tryFollow(name);
  refused.add(answer.status >= 400, `${what}: ${answer.status} ${answer.reason}`);
}
refused.add((await site.followers()) === before, "none of them follows");
refused.add(foul.posted.length === 0, "and nothing was posted to them");

const flood = { taken: 0, full: 0, later: 0, other: 0 };
const asks = long ? 10_000 : 300;
for (let i = 0; i < asks; i += 20)
  for (const { status, reason } of await Promise.all(Array.from({ length: 20 }, (_, k) => tryFollow(`crowd${i + k}`))))
    flood[status === 202 ? "taken" : reason === "too_many_followers" ? "full" : status === 503 ? "later" : "other"]++;
told(`${asks} follows of one host: ${JSON.stringify(flood)}`);
refused.add(flood.taken <= 40 && flood.other === 0 && flood.later + flood.full >= asks - 40, `a crowd of one host: ${JSON.stringify(flood)}`);
refused.add((await site.followers()) === before + flood.taken, "no more follow than were taken");
told(`refused ${refused.text}`);

// A server that fails keeps nobody waiting, and gets all of it in order when it is back; kill -9 loses nothing.
alone.broken = true;
let kills = 0;
const rumours = long ? 40 : 6;
for (let i = 0; i < rumours; i++) {
  await site.answerRumour(`rumour-${i}`, `Answer ${i}.`);
  if (i % 2) continue;
  await new Promise((resume) => setTimeout(resume, 30 * i));
  await site.stop("SIGKILL");
  kills++;
  await site.start();
}
const names = (at) => new Set(at.of("Create").map((one) => /rumours\/(rumour-\d+)/.exec(JSON.stringify(one.json))?.[1]).filter(Boolean));
await until("everything reaches the one that answers", () => names(peer).size === rumours, 60_000);
good.add(names(alone).size === 0, "the other one has taken nothing");
alone.broken = false;
await until("and the other one when it is back", () => names(alone).size === rumours, 60_000);
const order = [...names(alone)].map((name) => Number(name.slice(7)));
good.add(order.every((number, i) => i === 0 || order[i - 1] < number), `in order: ${order}`);
good.add(peer.refused === 0, "nothing was sent that Fedify did not believe");
told(`kills ${kills}, Create heard ${peer.of("Create").length} and ${alone.of("Create").length}`);

// Who goes leaves nothing behind.
const ours = (await site.followers());
await peer.unfollow("anna", us, follow);
await until("anna is gone", async () => (await site.followers()) === ours - 1);
peer.gone = new Set(["ben"]);
const said = JSON.stringify({ "@context": "https://www.w3.org/ns/activitystreams", id: `${peer.actor("ben").href}#delete`, type: "Delete", actor: peer.actor("ben").href, object: peer.actor("ben").href });
await post(inbox, said, foul.sign(inbox, said, { keyId: `${peer.actor("ben").href}#main-key` }));
await until("ben is gone, by the word of his own server", async () => (await site.followers()) === ours - 2);
await alone.leave("chloe", us);
await until("chloe is gone, by her own signature", async () => (await site.followers()) === ours - 3);
await site.stop();
const rows = new Rows(join(site.folder, "data/soleil.db"));
const kept = ["follower", "inbox", "activity", "delivery"].map((table) => JSON.stringify(rows.all(`SELECT * FROM personal_fediverse_${table}`))).join();
good.add(!/anna|ben\b|chloe/.test(kept), "nothing about them is in the database");
const logged = site.log + (existsSync(join(site.folder, "data/soleil.log")) ? readFileSync(join(site.folder, "data/soleil.log"), "utf8") : "");
good.add(!/anna|chloe|crowd/.test(logged), "and no name is in the log");

await Promise.all([peer.stop(), alone.stop()]);
foul.server.closeAllConnections();
foul.server.close();
console.log(`fediverse checks=${good.text} refused=${refused.text} delivered=${peer.heard.length + alone.heard.length} kills=${kills}`);
process.exit(good.good === good.all && refused.good === refused.all ? 0 : 1);

#!/usr/bin/env node
// ./dev test custody: see docs/custody.md. node tests/custody/custody.mjs PROGRAMS
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, existsSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { Live } from "../ledger/live_server.mjs";
import { Programs, Tally, Witness, folder, join, logLines, policyWith, writeFileSync } from "../ledger/world.mjs";
import { ask } from "./key_socket.mjs";
import { factsOf, markersOf, plant, publishVideo } from "./people.mjs";
import { allFiles, dumpMemory, searchFiles, steal } from "./spoils.mjs";

const programs = new Programs(resolve(process.argv[2]));
const good = new Tally(), refused = new Tally();
const told = (what) => console.error(`custody: ${what}`);
const refusal = (promise) => promise.then(() => "", (error) => error.reason ?? String(error));

// A server whose log needs two witnesses; the key service believes no checkpoint without them.
const live = new Live(programs, join(folder, "custody"), { config: '[http]\ntrusted_proxies = "127.0.0.1"\n' });
mkdirSync(live.data);
programs.ledger("init", live.data, ["--origin", "custody.example/ledger"]);
const trust = join(live.data, "ledger/trust-policy"), logs = join(folder, "logs");
writeFileSync(logs, `${logLines(trust).join("\n")}\nquorum none\n`);
const witnesses = ["w1", "w2"].map((name) => new Witness(programs, `${name}.example/w`, join(folder, name)).init());
for (const witness of witnesses) await witness.start(logs);
writeFileSync(trust, policyWith(logLines(logs), witnesses.map((w, i) => ({ name: `w${i + 1}`, key: w.key, url: w.url })), 2));
await live.start();

const title = "A title that everybody may read";
const video = await publishVideo(live, title);
const planted = await plant(live, video);
const markers = markersOf(planted);
for (const one of planted.slice(0, 3)) {
  const { mutes } = await one.person.json("GET", "/api/v1/me/controls");
  good.add(one.words.every((word) => mutes.some((mute) => mute.what === word)), "whose words they are reads them");
}
told(`${markers.length} markers planted`);

// The insider: database, blobs, model snapshots, fact log, logs' keys, secrets, and the memory of a server whose people are away.
await live.kill("SIGTERM");
await live.start();
await new Promise((resume) => setTimeout(resume, 2_000));
const dump = dumpMemory(live.child.pid, join(folder, "dump"));
await live.kill("SIGTERM");
const stolen = steal(live.data, join(folder, "stolen/data"));
good.add(existsSync(join(stolen, "soleil.db")) && existsSync(join(stolen, "secrets/guest.key")) && !existsSync(join(stolen, "keys")), "all but the keys is carried away");
good.add(searchFiles([dump], ["person7", title]).size === 2 && searchFiles(allFiles(stolen), ["person7", title]).size === 2, "a search finds what is not private");
const bait = join(folder, "bait"), baited = [markers[0], Buffer.from(` ${markers[1]} `).toString("base64"), Buffer.from(markers[2], "utf16le")];
writeFileSync(bait, Buffer.concat(baited.map((part) => Buffer.from(part))));
good.add(searchFiles([bait], markers).size === 3, "a search finds a marker however it is written");
// What they watched is in no file; a server that starts reads it into its memory.
const read = new Map([...searchFiles([dump, ...allFiles(stolen)], markers), ...searchFiles(allFiles(stolen), factsOf(planted))]);
for (const [text, where] of read) told(`${text} is in ${where}`);

// … who starts the server on it, with a key service of their own.
const thief = new Live(programs, join(folder, "stolen"));
Object.assign(thief, { admin: live.admin });
writeFileSync(join(stolen, "ledger/trust-policy"), `${logLines(logs).join("\n")}\nquorum none\n`);
refused.add(/facts_of_other_keys|not sealed by this key service/.test(await refusal(thief.start())), "a server with another region key finds no facts");
for (const part of ["queue/facts/watch", "model"]) rmSync(join(stolen, part), { recursive: true, force: true });
await thief.start();
const victim = planted[0].person;
victim.live = thief;
refused.add((await refusal(victim.json("GET", "/api/v1/me/controls"))) === "bad_seal", "a server with another region key");
await thief.kill("SIGTERM");
victim.live = live;
await live.start();

// Another program at the socket of the key service.
const socket = join(live.data, "keys/socket");
const wrapped = { person: "0".repeat(13), wrapped: "" };
const [rude] = await ask(socket, [{ verb: "open", ...wrapped, class: "reports", text: "", grant: "" }]);
refused.add(rude.error?.reason === "not_released", "a program that does not say who it is");
const release = await programs.verifyElsewhere(["entry", `http://127.0.0.1:${live.port}/ledger/release`, "--policy", trust, "--index", "0"]);
writeFileSync(join(folder, "entry"), Buffer.from(release.entry, "base64"));
await live.kill("SIGTERM");
const proof = programs.ledger("proof", live.data, ["--log", "release", "--index", "0"]);
await live.start();
const bytes = (text) => Buffer.from(text).toString("base64");
const [forged] = await ask(socket, [{ verb: "hello", entry: release.entry, proof: bytes(proof) }]);
refused.add(forged.error?.reason === "not_released", "another program with the server's own proof");

// The staff: one asks, two approve.
const staff = {};
for (const name of ["moe", "may"]) {
  staff[name] = await live.member(name);
  await live.json("PUT", `/api/v1/admin/accounts/${name}/role`, { role: "moderator" });
}
const access = (who, method, path, body) => who.json(method, `/api/v1/admin/access${path}`, body);
const { person, note, report, handle } = planted[3];
const events = await live.events(person);
const asked = (await access(staff.moe, "POST", "", { report_id: report, reason: "moderation", scope: ["reports"], country: "FR", hours: 1 })).request;
const data = () => access(staff.moe, "GET", `/${asked.id}/data`);
refused.add((await refusal(data())) === "not_granted", "nobody's approval");
await access(staff.may, "POST", `/${asked.id}/approve`);
refused.add((await refusal(data())) === "not_granted", "one approval");
refused.add((await refusal(access(staff.may, "POST", `/${asked.id}/approve`))) === "needs_two_others", "the same approval twice");
good.add((await person.json("GET", "/api/v1/me/touches")).touches.length === 0, "nothing was touched yet");

// Without a witness the access is in the log, but nobody can prove that others saw it: no key.
await witnesses[1].stop();
const approved_ms = Date.now(), seen = events.next("touch");
await access(live.admin, "POST", `/${asked.id}/approve`);
refused.add((await refusal(data())) === "not_published", "an entry that the witnesses have not seen");
const notified_s = ((await seen) - approved_ms) / 1000;
const page = await person.json("GET", "/api/v1/me/touches");
good.add(page.touches.length === 1 && page.touches[0].reason === "moderation" && page.touches[0].country === "FR" && !page.alarms.length, "the person sees it");
await witnesses[1].start(logs);
const items = await live.patiently(data, "not_published");

const exceeded = items ? markers.filter((text) => text !== note && JSON.stringify(items).includes(text)) : [];
good.add(items?.items.some((item) => item.text === note), "two approvals and a witnessed entry open what was asked for");
refused.add((await refusal(access(staff.may, "GET", `/${asked.id}/data`))) === "not_yours", "somebody else with the same access");

// Replayed: the server forgets its grant, the key service does not forget the proof.
await live.kill("SIGTERM");
await live.start();
refused.add((await refusal(data())) === "proof_used", "the same proof again");

// Expired: granted for an hour, and never used. The server forgets the time (its clock is right, so it believes in its grant);
// the key service, whose clock is two hours on, does not.
const late = planted[8];
const unused = (await access(staff.moe, "POST", "", { report_id: late.report, reason: "moderation", scope: ["reports"], country: "FR", hours: 1 })).request;
for (const other of [staff.may, live.admin]) await access(other, "POST", `/${unused.id}/approve`);
const unusedData = () => access(staff.moe, "GET", `/${unused.id}/data`);
const config = join(live.folder, "soleil.toml"), settings = readFileSync(config, "utf8");
if (spawnSync("faketime", ["--version"]).error) {
  told("faketime is not there (./dev setup): no expired proof was tried");
} else {
  await live.kill("SIGTERM");
  writeFileSync(config, `${settings}[region]\nkeys = "${socket}"\n`);
  const serve = (command, args) => spawn(command, [...args, "keys", "serve", "--folder", join(live.data, "keys"), "--policy", trust], { stdio: ["ignore", "pipe", "inherit"] });
  const program = join(programs.path, "soleil");
  for (const [hours, ...command] of [[2, "faketime", ["-f", "+2h", program]], [0, program, []]]) {
    const service = serve(...command); // in its turn: two at once would wait for each other's lock
    await new Promise((ready) => service.stdout.once("data", ready));
    await live.start();
    if (hours) refused.add((await refusal(live.patiently(unusedData, "not_published"))) === "access_over", "a proof whose time is over");
    else good.add((await live.patiently(unusedData, "not_published")).items.some((item) => item.text === late.note), "the same proof in its time");
    await live.kill("SIGTERM");
    const over = new Promise((done) => service.once("close", done));
    spawnSync("pkill", ["-P", String(service.pid)]);  // faketime's child
    service.kill("SIGTERM");
    await over;
  }
  writeFileSync(config, settings);
  await live.start();
}

// The person checks it without us; then a row is taken away.
const file = join(folder, "person.json");
writeFileSync(file, JSON.stringify(await person.json("GET", "/api/v1/me/touches/file")));
const log = `http://127.0.0.1:${live.port}/ledger/access`;
const whole = await programs.verifyElsewhere(["history", log, "--policy", trust, "--person", file]);
good.add(whole.code === 0 && whole.history.touches.length === 1, "soleil-verify finds the history whole");
const shown = await person.json("GET", "/api/v1/me/touches/0/proof");
writeFileSync(join(folder, "touch.proof"), shown.proof);
writeFileSync(join(folder, "touch.entry"), shown.entry);
good.add(programs.verify(["proof", join(folder, "touch.proof"), "--policy", trust, "--entry", join(folder, "touch.entry")]).ok, "and the proof good, offline");
writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), disclosures: [] }));
const blind = await programs.verifyElsewhere(["history", log, "--policy", trust, "--person", file]);
good.add(blind.code === 1 && blind.history.alarms[0]?.kind === "undisclosed", "a touch that is not shown is an alarm");

// Forgotten: with everything, the keys too, nothing of theirs opens.
const gone = planted[5];
const { receipt } = await gone.person.json("POST", "/api/v1/me/erase", { password: "a long password" });
good.add(/^soleil key destroyed v1\n/.test(receipt) && receipt.includes("— soleil-keys "), "a receipt, signed");
const opened = (await live.text("/ledger/access/checkpoint")).split("\n")[1];
good.add(Number(opened) > 0, "programs' openings are counted in the log");
await live.kill("SIGTERM");
for (const witness of witnesses) await witness.stop();
told(`${handle} was told ${notified_s.toFixed(2)} s after the second approval was sent`);
console.log(`custody markers_read=${read.size} scope_exceeded=${exceeded.length} notified_s=${notified_s.toFixed(2)} refused=${refused.text} checks=${good.text}`);
process.exit(read.size === 0 && exceeded.length === 0 && good.ok && refused.ok ? 0 : 1);

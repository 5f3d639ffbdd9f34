#!/usr/bin/env node
// The register of a server that runs, seen from outside: node tests/ledger/live_report.mjs PROGRAMS [--kills N]
// What two people entered is in the published report, soleil-verify makes the same report from the log alone; a server that is
// killed while it approves has each request once; rows that somebody changes in the database change no report.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { Live } from "./live_server.mjs";
import { Programs, Tally, folder, join, seeded, writeFileSync } from "./world.mjs";

const [path, ...rest] = process.argv.slice(2);
const kills = rest.includes("--kills") ? Number(rest[rest.indexOf("--kills") + 1]) : 5;
const programs = new Programs(resolve(path));
const good = new Tally(), random = seeded(11);
const live = new Live(programs, join(folder, "register"));
await live.start();
const policy = join(folder, "register-policy"), file = join(folder, "register-report");
writeFileSync(policy, await live.text("/ledger/trust-policy"));

const half = "2026-H2", all = "/api/v1/admin/requests";
const draft = (fields = {}) => ({ country: "US", authority: "A court", type: "warrant", received_on: "2026-08-01", accounts: 2, document_sha256: "a".repeat(64), ...fields });
const drafted = async (fields) => (await live.json("POST", all, draft(fields))).request.id;
const approve = (id, what = "approve") => live.second.json("POST", `${all}/${id}/${what}`);
const published = async () => JSON.parse(await live.text(`/transparency/${half}.json`));
const judge = async (form, change = (text) => text) => {
  writeFileSync(file, change(await live.text(`/transparency/${half}.${form}`)));
  return programs.verifyElsewhere(["report", `http://127.0.0.1:${live.port}/ledger/legal`, "--policy", policy, "--half", half, "--compare", file]);
};
// An entry is in the log before it is published: within a second or two, when no witness is asked.
async function until(what, fits) {
  const end = Date.now() + 10_000;
  for (;;) {
    const report = await published();
    if (fits(report) || Date.now() > end) return good.add(fits(report), what);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

const first = await drafted();
good.add((await published()).requests.length === 0, "a draft is in no report");
await approve(first);
await until("an approved request is in the report", (report) => report.requests.map((one) => one.id).join() === first);
await live.json("POST", `${all}/${first}/answer`, { outcome: "complied", answered_on: "2026-08-03", notice: "yes", accounts_produced: 1, recipient_country: "US", recipient_authority: "Department of Justice" });
await approve(first, "answer/approve");
const gagged = await drafted({ type: "emergency", authority: "Secret Court", sealed_until: "2035-01-01" });
await approve(gagged);
await until("a sealed one is counted", (report) => report.may_not_be_told_yet === 1 && report.given_to.US?.accounts === 1);
const pages = await Promise.all(["", ".csv", ".json"].map((form) => live.text(`/transparency/${half}${form}`)));
good.add(!pages.some((text) => text.includes("Secret") || text.includes(gagged)), "and nothing of it is said");
good.add((await judge("csv")).ok && (await judge("json")).ok, "soleil-verify makes the same report, byte for byte");
good.add((await judge("csv", (text) => text.replace(",government,1,0,1,2,", ",government,0,0,0,2,"))).code === 1, "and refuses one that was changed");

await approve(await drafted({ country: "FR" }));
await live.kill("SIGTERM");
execFileSync("sqlite3", [join(live.data, "soleil.db"), "UPDATE register_step SET said = replace(said, '\"accounts\":2', '\"accounts\":1')"]);
await live.start();
await until("rows that somebody changed change no report", (report) => report.tables.government.all.accounts_specified === 4);
good.add((await judge("json")).ok, "and it is still what the log gives");

const asked = [];
for (let i = 0; i < kills; i++) {
  const id = await drafted({ country: "DE", ...(i % 2 && { sealed_until: "2035-01-01" }) });
  const approving = approve(id).then(() => true, () => false);
  await new Promise((resume) => setTimeout(resume, random() * 30));
  await live.kill();
  const told = await approving;
  await live.start();
  const now = (await live.json("GET", all)).requests.find((one) => one.id === id);
  good.add(!told || ["logged", "sealed"].includes(now.state), "what was said to be approved is in the log");
  if (now.state === "drafted") await approve(id);
  asked.push(id);
}
const sealed = asked.filter((_, i) => i % 2).length;
await until("after kill -9 each is there once", (report) =>
  report.requests.filter((one) => one.country === "DE").length === kills - sealed && report.may_not_be_told_yet === 1 + sealed && report.unreadable === 0);
good.add((await judge("csv")).ok, "and the report is what the log gives");

await live.kill("SIGTERM");
console.log(`live report: ${good.text}, kills ${kills}`);
process.exit(good.ok ? 0 : 1);

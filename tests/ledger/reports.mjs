#!/usr/bin/env node
// The half-yearly report, derived by soleil-verify from logs whose entries are written here, not by Soleil's register: the row
// published for the United States, first half of 2019; reports that were changed; a seal that nobody opened. Part of ./dev test ledger,
// or alone: node tests/ledger/reports.mjs PROGRAMS
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Programs, Tally, folder, writeFileSync } from "./world.mjs";

const kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
const idOf = (n) => [...Array(13)].map((_, i) => kDigits[Number((BigInt(n) >> BigInt(5 * (12 - i))) & 31n)]).join("");
const hash = createHash("sha256").update("a document").digest("hex");
const line = (fields) => JSON.stringify({ version: 1, at: "2019-07-01T00:00:00Z", ...fields });
const request = (n, type, accounts, received_on = "2019-03-01") =>
  line({ kind: "request", id: idOf(n), country: "US", authority: "A court", type, received_on, accounts, document_sha256: hash });
const answer = (n, accounts_produced) =>
  line({ kind: "answer", request: idOf(n), answered_on: "2019-03-09", notice: "no", challenged: false, ...(accounts_produced
    ? { outcome: "complied", accounts_produced, recipient_country: "US", recipient_authority: "Department of Justice" }
    : { outcome: "refused", accounts_produced: 0 }) });
const salt = Buffer.alloc(32, 7);
const commit = (body) => createHash("sha256").update("soleil/ledger/commit/1").update(salt).update(body).digest("base64");
const sealed = (body, opens, what, half) => JSON.stringify({ kind: "sealed", version: 1, opens, commit: commit(body), what, half });
const opening = (of, body) => JSON.stringify({ kind: "opening", version: 1, of, salt: salt.toString("base64"), body });

function theYear2019() {  // 68 by legal process, 11 emergencies, 255 accounts, data given for 68 of the 79
  const lines = [];
  let left = 255;
  for (let n = 1; n <= 79; n++) {
    const accounts = n === 79 ? left : 1 + (n % 5) + (n % 4 === 0 ? 1 : 0);
    left -= accounts;
    lines.push(request(n, n <= 68 ? "court_order" : "emergency", accounts));
  }
  if (left !== 0 || JSON.parse(lines[78]).accounts < 0) throw new Error("the invented accounts don't sum to 255");
  for (let n = 1; n <= 79; n++) lines.push(answer(n, n <= 68 ? 1 : 0));
  return lines;
}

class Log {
  constructor(programs, name) {
    Object.assign(this, { programs, name, data: join(folder, name) });
    mkdirSync(this.data);
    programs.ledger("init", this.data, ["--origin", `${name}.example`]);
  }
  append(lines) { this.programs.ledger("append", this.data, ["--log", "legal"], { input: lines.join("\n") }); return this; }
  get args() { return [join(this.data, "ledger/legal/public"), "--policy", join(this.data, "ledger/trust-policy")]; }
  csv(half) { return this.programs.must("soleil-verify", ["report", ...this.args, "--half", half]); }
  ask(half, text) {
    const file = join(folder, `${this.name}-published`);
    if (text !== undefined) writeFileSync(file, text);
    return this.programs.verify(["report", ...this.args, "--half", half, ...(text === undefined ? [] : ["--compare", file])]);
  }
}

function judgeThePublishedRow(programs, vectors, rejected) {
  const log = new Log(programs, "transparency").append(theYear2019());
  const csv = log.csv("2019-H1");
  const row = csv.split("\r\n").find((text) => text.startsWith("2019-H1,US,government,")) ?? "";
  vectors.add(row.startsWith("2019-H1,US,government,68,11,79,255,68,86,"), `the published row 68, 11, 79, 255, 86 %: ${row}`);
  vectors.add(log.ask("2019-H1", csv).ok, "a report is what the log gives");
  const json = JSON.stringify(log.ask("2019-H1").report);
  vectors.add(log.ask("2019-H1", `${json}\n`).ok, "and so is the same as JSON");
  rejected.add(log.ask("2019-H1", csv.replace(",68,11,79,255,68,86,", ",67,11,78,255,68,87,")).code === 1, "a report with one request less");
  rejected.add(log.ask("2019-H1", `${json.replace('"emergency_requests":11', '"emergency_requests":10')}\n`).code === 1, "JSON with one emergency less");
  rejected.add(log.ask("2019-H2", csv).code === 1, "the report of another half");
  rejected.add(log.ask("2019-H1", csv.replaceAll(",158,", ",100,")).code === 1, "a report that claims to be made of fewer entries");
  rejected.add(log.ask("2019-H1", "a report").code === 1, "what is no report");
  log.append([request(80, "warrant", 1)]);
  vectors.add(log.ask("2019-H1", csv).ok, "an old report stays what the log gave then");
  const later = log.csv("2019-H1");
  vectors.add(later.includes(",69,11,80,256,68,85,"), "and a new one has what came since");
  const short = new Log(programs, "short").append(theYear2019().slice(0, 9));
  rejected.add(short.ask("2019-H1", csv).code === 3, "a report made of more entries than the log shows");
}

function judgeSeals(programs, vectors, rejected) {
  const body = request(1, "subpoena", 2, "2026-01-05");
  const count = (log, name) => Number(new RegExp(`,all,${name},,,(\\d+),`).exec(log.programs.run("soleil-verify", ["report", ...log.args, "--half", "2026-H1"]).stdout)?.[1]);
  const waiting = new Log(programs, "waiting").append([sealed(body, "2199-01-01", "request", "2026-H1")]);
  vectors.add(waiting.ask("2026-H1").ok && count(waiting, "may_not_be_told_yet") === 1, "one request may not be told yet");
  const silent = new Log(programs, "silent").append([sealed(body, "2026-02-01", "request", "2026-H1")]);
  rejected.add(silent.ask("2026-H1").code === 1 && count(silent, "overdue") === 1, "a seal that nobody opened on its day");
  silent.append([opening(0, request(1, "subpoena", 1, "2026-01-05"))]);
  rejected.add(silent.ask("2026-H1").code === 1 && count(silent, "unreadable") === 1, "an opening that is not what was sealed");
  silent.append([opening(0, body)]);
  vectors.add(silent.ask("2026-H1").ok && count(silent, "overdue") === 0, "a seal that is open");
  vectors.add(silent.csv("2026-H1").includes("2026-H1,US,government,1,0,1,2,0,0,"), "and what was in it is counted");
}

export function judgeReports(programs, vectors, rejected) {
  judgeThePublishedRow(programs, vectors, rejected);
  judgeSeals(programs, vectors, rejected);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const vectors = new Tally(), rejected = new Tally();
  judgeReports(new Programs(resolve(process.argv[2])), vectors, rejected);
  console.log(`reports vectors=${vectors.text} rejected=${rejected.text}`);
  process.exit(vectors.ok && rejected.ok ? 0 : 1);
}

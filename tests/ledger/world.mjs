// What the ledger's tests share: Soleil's programs, a log with its witnesses, and strangers.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, appendFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const folder = mkdtempSync(join(tmpdir(), "soleil-ledger-"));
const started = [];
process.on("exit", () => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

export class Programs {
  constructor(path) { this.path = path; }
  run(name, args, options = {}) {
    const out = spawnSync(join(this.path, name), args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
    if (out.error) throw out.error;
    return out;
  }
  must(name, args, options) {
    const out = this.run(name, args, options);
    if (out.status !== 0) throw new Error(`${name} ${args.join(" ")}: ${out.status} ${out.stderr}`);
    return out.stdout;
  }
  ledger(verb, data, args = [], options = {}) { return this.must("soleil", ["ledger", verb, "--data", data, ...args], options); }
  verify(args) {
    const out = this.run("soleil-verify", [...args, "--json"]);
    return { code: out.status, ...JSON.parse(out.stdout || "{}"), stderr: out.stderr };
  }
  // As verify(), while this process does other things.
  verifyElsewhere(args) {
    const child = spawn(join(this.path, "soleil-verify"), [...args, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (bytes) => (out += bytes));
    return new Promise((resolve, reject) => child.once("error", reject).once("close", (code) => resolve({ code, ...JSON.parse(out || "{}") })));
  }
}

// One witness: init once, started and stopped as often as one likes.
export class Witness {
  constructor(programs, name, state) {
    Object.assign(this, { programs, name, state, url: "" });
  }
  init() { this.key = this.programs.must("soleil-witness", ["init", "--state", this.state, "--name", this.name]).trim(); return this; }
  async start(policy) {  // again at the same address
    const port = /:(\d+)/.exec(this.url.slice(5))?.[1] ?? "0";
    const args = ["serve", "--state", this.state, "--policy", policy, "--port", port];
    this.child = spawn(join(this.programs.path, "soleil-witness"), args, { stdio: ["ignore", "pipe", "inherit"] });
    started.push(this.child);
    const line = await new Promise((resolve, reject) => {
      this.child.stdout.once("data", (data) => resolve(String(data)));
      this.child.once("exit", (code) => reject(new Error(`soleil-witness ended with ${code}`)));
    });
    this.url = /http:\S+/.exec(line)[0];
  }
  stop() {
    return new Promise((resolve) => { this.child.removeAllListeners("exit"); this.child.once("exit", resolve); this.child.kill("SIGTERM"); });
  }
}

// The policy's text with these witnesses, `least` of whom must have cosigned.
export function policyWith(logs, witnesses, least) {
  const lines = witnesses.map((w) => `witness ${w.name} ${w.key} ${w.url}`);
  return [...logs, ...lines, `group witnesses ${least} ${witnesses.map((w) => w.name).join(" ")}`, "quorum witnesses", ""].join("\n");
}
export const logLines = (path) => readFileSync(path, "utf8").split("\n").filter((line) => line.startsWith("log "));

// Counts of a kind: how many were as they should be, of how many.
export class Tally {
  constructor() { this.good = 0; this.all = 0; }
  add(is, what) {
    this.all++;
    if (is) this.good++;
    else console.error(`ledger: NOT as it should be: ${what}`);
  }
  get text() { return `${this.good}/${this.all}`; }
  get ok() { return this.good === this.all && this.all > 0; }
}

export function filesBelow(path, prefix = "") {
  const out = [];
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) out.push(...filesBelow(join(path, entry.name), `${prefix}${entry.name}/`));
    else out.push(prefix + entry.name);
  return out;
}

export function seeded(seed) {  // mulberry32
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
export { join, writeFileSync, appendFileSync, readFileSync };

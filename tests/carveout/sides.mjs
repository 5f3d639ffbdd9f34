// The two sides of a carve-out: a data folder each, the real program's steps on it, and the real
// server between them.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort, Server, sleep } from "../crash/server.mjs";

export class Side {
  constructor(world, name, port) {
    Object.assign(this, { world, name, port, folder: join(world.folder, name) });
    this.data = join(this.folder, "data");
    mkdirSync(join(this.folder, "web"), { recursive: true });
    writeFileSync(join(this.folder, "web/index.html"), "<!doctype html><html><head><title>Soleil</title></head><body></body></html>");
    writeFileSync(join(this.folder, "soleil.toml"), `[server]\npublic_url = "${this.address}"\n[people]\nregistrations_burst = 1000\naddress_sign_ins_burst = 1000\n`);
    this.server = new Server(world.program, this.folder, port);
  }

  get address() {
    return `http://127.0.0.1:${this.port}`;
  }

  arguments(verb, more) {
    return ["carve-out", verb, "--data", this.data, "--config", join(this.folder, "soleil.toml"), ...more];
  }

  // {status, out, error, reason, seconds}
  step(verb, ...more) {
    const began = performance.now();
    const done = spawnSync(this.world.program, this.arguments(verb, more), { encoding: "utf8" });
    return { status: done.status, out: done.stdout, error: done.stderr.trim(), reason: /\[(\w+)\]\s*$/.exec(done.stderr)?.[1], seconds: (performance.now() - began) / 1000 };
  }

  must(verb, ...more) {
    const done = this.step(verb, ...more);
    if (done.status !== 0) throw new Error(`${this.name}: ${verb}: ${done.error}\n${done.out}`);
    return done;
  }

  // Killed after so many ms; true if it was not done by then.
  async killed(verb, ms, ...more) {
    const child = spawn(this.world.program, this.arguments(verb, more), { stdio: "ignore" });
    const ended = new Promise((done) => child.once("exit", (_, signal) => done(signal === "SIGKILL")));
    const timer = setTimeout(() => child.kill("SIGKILL"), ms);
    const was = await ended;
    clearTimeout(timer);
    return was;
  }

  async start() {
    this.server.start();
    await this.server.ready();
  }

  stop() {
    return this.server.stop();
  }

  fsck() {
    return spawnSync(this.world.program, ["fsck", "--data", this.data, "--config", join(this.folder, "soleil.toml")], { encoding: "utf8" }).stdout.trim();
  }
}

export class CarveWorld {
  constructor(program, seeder) {
    Object.assign(this, { program: resolve(program), seeder: resolve(seeder), sides: [] });
    this.folder = mkdtempSync(join(tmpdir(), "soleil-carveout-"));
  }

  async side(name) {
    const side = new Side(this, name, await freePort());
    this.sides.push(side);
    return side;
  }

  seed(side, persons, seed) {
    return JSON.parse(execFileSync(this.seeder, [side.data, `${persons}`, `${seed}`], { encoding: "utf8", maxBuffer: 1 << 28 }));
  }

  path(name) {
    return join(this.folder, name);
  }

  // A copy of a side's data, under the same configuration.
  copy(side, name) {
    const out = new Side(this, name, side.port);
    rmSync(out.data, { recursive: true, force: true });
    cpSync(side.data, out.data, { recursive: true, filter: (path) => !path.endsWith("/socket") });
    return out;
  }

  async close() {
    for (const side of this.sides) if (side.server.child?.exitCode === null) await side.server.kill();
    await sleep(100);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

// What is left of those who went: their markers and their numbers as text, in any file or name.
export function residue(folder, went) {
  const ids = new Set(went.map((person) => person.id)), found = [];
  for (const path of filesBelow(folder)) {
    const text = `${path}\n${readFileSync(path, "latin1")}`;
    const marker = /zqm\d{5}[0-9a-f]{6}/.exec(text)?.[0]; // three letters alone also stand in what is sealed, by chance
    if (marker) found.push(`${path}: ${marker}`);
    for (const [word] of text.matchAll(/[0-9a-hjkmnp-tv-z]{13}/g)) if (ids.has(word)) found.push(`${path}: ${word}`);
  }
  return found;
}

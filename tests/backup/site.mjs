// A server whose disk will be lost, and the vault of another region that keeps its backup.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, Server, sleep } from "../crash/server.mjs";

export class Site {
  constructor(program) {
    this.program = program;
    this.folder = mkdtempSync(join(tmpdir(), "soleil-backup-"));
    this.life = 0;
  }

  get data() {
    return join(this.folder, `life${this.life}`, "data");
  }

  async open() {
    this.port = await freePort();
    this.vaultPort = await freePort();
    this.url = `http://127.0.0.1:${this.vaultPort}`;
    this.prepare();
    const keys = JSON.parse(execFileSync(this.program, ["region", "key", "--data", this.data], { encoding: "utf8" }));
    const home = { id: "home", index: 1, countries: ["*"], address: "http://localhost", ...keys };
    writeFileSync(join(this.folder, "deployment.json"), JSON.stringify({ regions: [home] }));
    this.vault = spawn(this.program, ["backup", "serve", "--data", join(this.folder, "vault"), "--deployment", join(this.folder, "deployment.json"), "--port", `${this.vaultPort}`], { stdio: ["ignore", "ignore", "inherit"] });
    await this.start();
    const made = spawnSync(this.program, ["backup", "recovery", "--data", this.data, "--out", join(this.folder, "recovery.json")], { encoding: "utf8" });
    if (made.status !== 0) throw new Error(`recovery: ${made.stderr}`);
  }

  // What surrounds a data folder: configuration and pages.
  prepare() {
    const place = join(this.folder, `life${this.life}`);
    mkdirSync(join(place, "web"), { recursive: true });
    writeFileSync(join(place, "web/index.html"), "<!doctype html><html><head></head><body></body></html>");
    writeFileSync(join(place, "soleil.toml"), `[backup]\nvault = "${this.url}"\n[upload]\nopen_uploads_max = 10000\ndisk_floor_bytes = 0\n[people]\nregistrations_burst = 100000\n`);
    this.server = new Server(this.program, place, this.port);
  }

  async start() {
    this.server.start();
    await this.server.ready();
  }

  // Pulls the plug; torn: and what was being written is spoilt, as on a disk that dies.
  async lose(random, torn) {
    await this.server.kill();
    if (!torn) return;
    const files = readdirSync(this.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
    for (const file of files.filter(() => random() < 0.3)) {
      const { size } = statSync(file);
      if (random() < 0.5) truncateSync(file, Math.floor(size * random()));
      else writeSync(openSync(file, "r+"), Buffer.alloc(64, 0xa5), 0, 64, Math.floor(size * random()));
    }
  }

  // Onto a new disk, from the vault. Seconds from the order to the first answer.
  async restore() {
    const began = performance.now();
    const before = join(this.folder, `life${this.life}`);
    ++this.life;
    this.prepare();
    const done = spawnSync(this.program, ["backup", "restore", "--from", this.url, "--recovery", join(this.folder, "recovery.json"), "--into", this.data], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(`restore: ${done.stderr}`);
    await this.start();
    rmSync(before, { recursive: true, force: true });
    return { said: done.stdout.trim(), seconds: (performance.now() - began) / 1000 };
  }

  async close() {
    if (this.server?.child?.exitCode === null) await this.server.kill();
    this.vault?.kill("SIGTERM");
    await sleep(300);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

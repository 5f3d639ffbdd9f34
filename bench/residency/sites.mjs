// Two servers that differ in residency alone: `walled` is Virginia of three regions, with its walls, keys and orders; `unwalled` is one
// region, the same program linked without them (unwalled.cpp). Each has the same people and videos.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeClip } from "../../tests/api/clip.mjs";
import { freePort, Person, Server, sleep } from "../../tests/crash/server.mjs";
import { publish } from "../../tests/residency/people.mjs";

const kPersons = 20, kVideos = 3;
const kTicksPerSecond = 100; // of /proc/PID/stat
const kRegions = [["virginia", ["US", "CA", "AU", "NZ"]], ["dublin", ["FR", "IE", "DE", "IT"]], ["singapore", ["*"]]];

// The server's and its key service's, in seconds.
function cpuOf(pid) {
  const of = (id) => {
    const fields = readFileSync(`/proc/${id}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) / kTicksPerSecond;
  };
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").trim().split(" ").filter(Boolean));
  return [pid, ...children].reduce((sum, id) => sum + of(id), 0);
}

export class Site {
  constructor(program, name, { walled, openVault = null }) {
    Object.assign(this, { program, name, walled, openVault, folder: mkdtempSync(join(tmpdir(), `soleil-bench-${name}-`)) });
  }

  writeDeployment() {
    const file = join(this.folder, "deployment.json");
    const regions = kRegions.map(([id, countries], i) => {
      const data = id === "virginia" ? join(this.folder, "data") : join(this.folder, id);
      const keys = JSON.parse(execFileSync(this.program, ["region", "key", "--data", data], { encoding: "utf8" }));
      return { id, index: i + 1, name: id, countries, address: `http://${id}.localhost`, inside: "http://127.0.0.1:1", ...keys };
    });
    regions[0].address = `http://localhost:${this.port}`;
    writeFileSync(file, JSON.stringify({ regions, not_offered_in: ["CN"] }));
    return `[region]\nname = "virginia"\ndeployment = "${file}"\n`;
  }

  async open() {
    this.port = await freePort();
    mkdirSync(join(this.folder, "web"), { recursive: true });
    writeFileSync(join(this.folder, "web/index.html"), "<!doctype html><html><head></head><body></body></html>");
    const region = this.walled ? this.writeDeployment() : "";
    this.vault = await this.openVault?.(join(this.folder, "deployment.json"), join(this.folder, "vault"));
    const backup = this.vault ? `[backup]\nvault = "${this.vault.url}"\n` : "";
    writeFileSync(join(this.folder, "soleil.toml"), `[http]\ntrusted_proxies = "127.0.0.1"\n[upload]\nopen_uploads_max = 10000\ndisk_floor_bytes = 0\n[people]\nregistrations_burst = 1000\n${region}${backup}`);
    this.server = new Server(this.program, this.folder, this.port);
    this.server.start();
    await this.server.ready();
    this.people = [];
    for (let n = 0; n < kPersons; ++n) this.people.push(await this.register(`person.${n}`));
    this.videos = [];
    for (let n = 0; n < kVideos; ++n) this.videos.push(await this.publish(`A boat ${n}`));
    return this;
  }

  async register(handle) {
    const person = new Person(this.server);
    await person.meet();
    const answer = await person.json("POST", "/api/v1/accounts", { handle, password: "a long enough password", ...(this.walled ? { country: "US" } : {}) });
    if (answer.status !== 201) throw new Error(`${this.name}: register: ${answer.status} ${answer.text}`);
    await person.meet();
    for (const what of ["spoilers", "politics"]) await person.json("POST", "/api/v1/me/mutes", { kind: "word", what });
    return person;
  }

  async publish(title) {
    this.clip ??= makeClip();
    const author = this.people[0], video = await publish(author, this.clip, title);
    while ((await author.json("GET", `/api/v1/videos/${video}`)).json.progress !== 100) await sleep(100);
    return video;
  }

  // Of ten reads: three videos, a feed page, two lists, a session, what one asked of one's feed, one's devices, one's uploads.
  async writeReads(path) {
    const lines = [];
    for (const [n, person] of this.people.entries()) {
      const cookies = [...person.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const video = (i) => `/api/v1/videos/${this.videos[(n + i) % kVideos]}`;
      for (const target of [video(0), video(1), video(2), "/api/v1/feed", "/api/v1/tags/sea/videos", "/api/v1/accounts/person.0/videos",
        "/api/v1/session", "/api/v1/me/controls", "/api/v1/sessions", "/api/v1/me/uploads"]) {
        const answer = await person.request("GET", target);
        if (answer.status !== 200) throw new Error(`${this.name}: ${target}: ${answer.status} ${answer.text}`);
        lines.push(`${target}\t${cookies}`);
      }
    }
    writeFileSync(path, `${lines.join("\n")}\n`);
  }

  // Names of files that are sent are sealed; without the walls they are not: else the comparison would be of two equal servers.
  async check() {
    await this.people[1].request("POST", "/api/v1/uploads", { headers: { "Tus-Resumable": "1.0.0", "Upload-Length": 1000, "Upload-Metadata": `filename ${Buffer.from("plainly.mp4").toString("base64")}` } });
    const bytes = readdirSync(join(this.folder, "data")).filter((name) => name.startsWith("soleil.db")).map((name) => readFileSync(join(this.folder, "data", name), "latin1")).join("");
    if (bytes.includes("plainly.mp4") === this.walled) throw new Error(`${this.name}: names of uploads are ${this.walled ? "in clear" : "sealed"}: nothing would be compared`);
    if (bytes.includes("home_of_personal_upload_in") !== this.walled) throw new Error(`${this.name}: the home wall is ${this.walled ? "not there" : "there"}`);
    return this;
  }

  cpu() {
    return cpuOf(this.server.child.pid);
  }

  async close() {
    if (this.server?.child?.exitCode === null) await this.server.stop().catch(() => this.server.kill());
    this.vault?.child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// Several regions on loopback, each the real binary with a folder of its own, and between them
// relays that keep every byte that goes from one region to another: what tcpdump would see.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort, Person, sleep } from "../crash/server.mjs";

// Addresses of registries' own networks, as a trusted proxy tells them.
export const kAddressIn = { FR: "80.67.169.12", CN: "1.2.4.8", US: "8.8.8.8" };

const kRegions = [
  { id: "virginia", index: 1, name: "Virginia", countries: ["US", "CA", "AU", "NZ"], backup: "singapore", place: { city: "Ashburn, Virginia", country: "US", latitude: 39.04, longitude: -77.49 } },
  { id: "dublin", index: 2, name: "Dublin", countries: ["FR", "IE", "DE", "IT"], backup: "singapore", place: { city: "Dublin", country: "IE", latitude: 53.35, longitude: -6.26 } },
  { id: "singapore", index: 3, name: "Singapore", countries: ["*"], place: { city: "Singapore", country: "SG", latitude: 1.35, longitude: 103.82 } },
];

// Passes bytes on and keeps them: `seen` is all that crossed, both ways.
export async function relay(to) {
  const seen = [];
  const server = net.createServer((from) => {
    const target = net.connect(to, "127.0.0.1");
    for (const [a, b] of [[from, target], [target, from]]) {
      a.on("data", (bytes) => (seen.push(bytes), b.write(bytes)));
      a.on("end", () => b.end());
      a.on("error", () => b.destroy());
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { port: server.address().port, seen, close: () => server.close() };
}

export class RegionServer {
  constructor(program, folder, region, port) {
    Object.assign(this, { program, folder, region, port, log: [], out: "", data: join(folder, "data") });
    mkdirSync(this.data, { recursive: true });
  }

  start() {
    this.out = "";
    this.child = spawn(this.program, ["serve", "--data", this.data, "--config", join(this.folder, "soleil.toml"), "--web", this.web ?? join(this.folder, "web"), "--port", `${this.port}`]);
    this.child.stdout.on("data", (text) => (this.out += text));
    this.child.stderr.on("data", (text) => this.log.push(text.toString()));
    this.ended = new Promise((done) => this.child.once("exit", done));
  }

  async ready() {
    for (const until = Date.now() + 60_000; Date.now() < until; await sleep(20)) {
      if (this.child.exitCode !== null) throw new Error(`${this.region.id} did not start: ${this.log.slice(-5).join("")}`);
      if (this.out.includes("listening on") && (await this.request("GET", "/healthz").catch(() => null))?.status === 200) return;
    }
    throw new Error(`${this.region.id} was not ready in time`);
  }

  // The administrator's one-time link, of the first start on an empty folder.
  link() {
    return /sign in once: \S+#(\S+)/.exec(this.out)?.[1];
  }

  async stop(signal = "SIGTERM") {
    if (!this.child || this.child.exitCode !== null) return;
    this.child.kill(signal);
    await this.ended;
  }
}

export class World {
  constructor(program) {
    this.program = resolve(program);
    this.folder = mkdtempSync(join(tmpdir(), "soleil-regions-"));
    this.servers = {};
  }

  async open({ regions = kRegions, notOfferedIn = ["CN"], config = () => "", web } = {}) {
    const file = join(this.folder, "deployment.json");
    const all = [];
    for (const region of regions) {
      const port = await freePort(), folder = join(this.folder, region.id);
      const server = new RegionServer(this.program, folder, region, port);
      server.relay = await relay(port);
      server.web = web;
      mkdirSync(join(folder, "web"), { recursive: true });
      writeFileSync(join(folder, "web/index.html"), "<!doctype html><html><head><title>Soleil</title></head><body></body></html>");
      const toml = `[http]\ntrusted_proxies = "127.0.0.1"\n[server]\nport = ${port}\n[region]\nname = "${region.id}"\ndeployment = "${file}"\n[people]\nregistrations_burst = 1000\n`; // all sign up from one address
      writeFileSync(join(folder, "soleil.toml"), toml + config(region));
      const keys = JSON.parse(execFileSync(this.program, ["region", "key", "--data", server.data], { encoding: "utf8" }));
      all.push({ ...region, ...keys, address: `http://${region.id}.localhost:${port}`, inside: `http://127.0.0.1:${server.relay.port}` });
      this.servers[region.id] = server;
    }
    writeFileSync(file, JSON.stringify({ regions: all, not_offered_in: notOfferedIn }, null, 1));
    for (const server of Object.values(this.servers)) server.start();
    for (const server of Object.values(this.servers)) await server.ready();
    return this;
  }

  async close() {
    for (const server of Object.values(this.servers)) {
      await server.stop();
      server.relay.close();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  visitor(id) {
    return new Person(this.servers[id]);
  }

  async resident(id, handle, country, more = {}) {
    const person = this.visitor(id);
    await person.meet();
    const answer = await person.json("POST", "/api/v1/accounts", { handle, password: "a long password", country, ...more });
    if (answer.status !== 201) throw new Error(`${handle} in ${id}: ${answer.status} ${answer.text}`);
    await person.meet();
    person.account = answer.json.account;
    return person;
  }
}

// The crash tests' server knows how to ask; ours is asked in the same way.
import { Server } from "../crash/server.mjs";
RegionServer.prototype.request = Server.prototype.request;

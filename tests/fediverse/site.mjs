// The real server with a public address on this machine, which its configuration allows for tests.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { until } from "./peer.mjs";

export const freePort = () => new Promise((resume) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resume(port));
  });
});

const children = new Set();
const folders = [];
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export class Site {
  cookies = {};
  csrf = "";
  constructor(program) {
    this.program = resolve(program);
    this.folder = mkdtempSync(join(tmpdir(), "soleil-fediverse-"));
    folders.push(this.folder);
  }
  // `allowed`: hosts of peers; `more`: lines of [fediverse].
  async configure(allowed, more = []) {
    this.port ??= await freePort();
    this.host = `127.0.0.1:${this.port}`;
    this.url = `http://${this.host}`;
    mkdirSync(join(this.folder, "web"), { recursive: true });
    writeFileSync(join(this.folder, "web/index.html"), "<!doctype html><html><head><title>Soleil</title></head><body></body></html>");
    writeFileSync(join(this.folder, "soleil.toml"), ["[server]", `public_url = "${this.url}"`, "[fediverse]",
      `allowed_hosts = "${[this.host, ...allowed].join(", ")}"`, ...more, ""].join("\n"));
  }
  async start() {
    this.child = spawn(this.program, ["serve", "--data", join(this.folder, "data"), "--port", String(this.port),
      "--config", join(this.folder, "soleil.toml"), "--web", join(this.folder, "web")], { stdio: ["ignore", "pipe", "pipe"] });
    children.add(this.child);
    let out = "";
    this.log = "";
    this.child.stdout.on("data", (bytes) => (out += bytes));
    this.child.stderr.on("data", (bytes) => (this.log += bytes));
    this.ended = new Promise((done) => this.child.once("exit", done));
    await until("the server starts", () => {
      if (this.child.exitCode !== null) throw new Error(`the server ended:\n${out}${this.log}`);
      return /listening on/.test(out);
    }, 60_000);
    const link = /sign in once: \S+#(\S+)/.exec(out)?.[1];
    if (link && !this.csrf) {
      await this.json("GET", "/api/v1/session");
      await this.json("POST", "/api/v1/session/link", { token: link });
      await this.json("PUT", "/api/v1/me/password", { password: "a long password" });
    }
  }
  async stop(signal = "SIGTERM") {
    this.child.kill(signal);
    await this.ended;
    children.delete(this.child);
  }
  async json(method, path, body) {
    const headers = { "Content-Type": "application/json", "X-Soleil-CSRF": this.csrf, Cookie: Object.entries(this.cookies).map((pair) => pair.join("=")).join("; ") };
    const answer = await fetch(this.url + path, { method, headers, body: body && JSON.stringify(body) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.cookies[name] = value;
    }
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const said = text ? JSON.parse(text) : undefined;
    if (said?.csrf) this.csrf = said.csrf;
    return said;
  }
  activity(path) { return fetch(this.url + path, { headers: { Accept: "application/activity+json" }, redirect: "follow" }); }
  answerRumour(id, english, more = {}) {
    return this.json("POST", "/api/v1/admin/rumours", { id, said: `They sell my ${id}`, verdict: "false", answer: { en: english, fr: `En français : ${english}` },
      evidence: [{ url: "/about/data", what: { en: "What is kept", fr: "Ce qui est gardé" } }], ...more });
  }
  async followers() { return (await this.json("GET", "/api/v1/trust/account")).followers; }
}

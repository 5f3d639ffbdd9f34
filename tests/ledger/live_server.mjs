// The real server with two administrators, for tests that look at its logs from outside.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const kStartMs = 60_000;

class Person {
  cookies = {};
  csrf = "";
  constructor(live, address) { Object.assign(this, { live, address }); }
  headers() {
    return { "X-Forwarded-For": this.address, "X-Soleil-CSRF": this.csrf, Cookie: Object.entries(this.cookies).map((pair) => pair.join("=")).join("; ") };
  }
  async json(method, path, body) {
    const headers = { ...this.headers(), "Content-Type": "application/json" };
    const answer = await fetch(`http://127.0.0.1:${this.live.port}${path}`, { method, headers, body: body && JSON.stringify(body) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.cookies[name] = value;
    }
    const text = await answer.text();
    const said = text ? JSON.parse(text) : undefined;
    if (!answer.ok) throw Object.assign(new Error(`${method} ${path}: ${answer.status} ${text}`), { status: answer.status, reason: said?.error?.reason });
    if (said?.csrf) this.csrf = said.csrf;
    return said;
  }
  async open() { await this.json("GET", "/api/v1/session"); return this; }
}

export class Live {
  constructor(programs, folder, { config = "" } = {}) {
    Object.assign(this, { programs, folder, data: join(folder, "data") });
    mkdirSync(join(folder, "web"), { recursive: true });
    writeFileSync(join(folder, "web/index.html"), "<!doctype html><html><head><title>Soleil</title></head><body></body></html>");
    writeFileSync(join(folder, "soleil.toml"), config);
    process.on("exit", () => this.child?.kill("SIGKILL"));
  }

  async start() {
    this.port = 0;
    this.child = spawn(join(this.programs.path, "soleil"),
      ["serve", "--data", this.data, "--port", "0", "--config", join(this.folder, "soleil.toml"), "--web", join(this.folder, "web")], { stdio: ["ignore", "pipe", "pipe"] });
    let out = "", log = "";
    this.child.stdout.on("data", (bytes) => (out += bytes));
    this.child.stderr.on("data", (bytes) => (log += bytes));
    this.log = () => log;
    this.ended = new Promise((resolve) => this.child.once("exit", resolve));
    const until = Date.now() + kStartMs;
    while (!/listening on/.test(out)) {
      if (this.child.exitCode !== null || Date.now() > until) throw new Error(`the server did not start:\n${out}${log}`);
      await new Promise((resume) => setTimeout(resume, 20));
    }
    this.port = Number(/listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(out)[1]);
    if (!this.admin) await this.people(/sign in once: \S+#(\S+)/.exec(out)?.[1]);
  }

  // Two administrators: the first by the link, the second made by the first.
  async people(link) {
    this.admin = await this.person();
    await this.admin.json("POST", "/api/v1/session/link", { token: link });
    await this.admin.json("PUT", "/api/v1/me/password", { password: "a long password" });
    this.second = await this.member("second");
    await this.admin.json("PUT", "/api/v1/admin/accounts/second/role", { role: "administrator" });
  }
  #people = 0;  // each from an address of their own, where the configuration trusts this machine to say so
  person() { return new Person(this, `192.0.2.${++this.#people}`).open(); }
  async member(handle) {
    const person = await this.person();
    await person.json("POST", "/api/v1/accounts", { handle, password: "a long password" });
    return person;
  }

  json(method, path, body) { return this.admin.json(method, path, body); }
  async text(path) { return (await fetch(`http://127.0.0.1:${this.port}${path}`)).text(); }
  async order(draft) {
    const { order } = await this.admin.json("POST", "/api/v1/admin/orders", draft);
    return (await this.second.json("POST", `/api/v1/admin/orders/${order.id}/approve`)).order;
  }
  recipe(version) { return `version = ${version}\n[sources]\nfresh = 10\n[stages]\nfilters = []\nscorers = []\nselector = "newest"\n[weights]\n`; }
  // The person's stream of events; next(name) is when one of that name came, in Unix ms.
  async events(person) {
    const answer = await fetch(`http://127.0.0.1:${this.port}/api/v1/me/events`, { headers: person.headers() });
    const reader = answer.body.getReader(), decoder = new TextDecoder();
    let text = "";
    const next = async (name) => {
      while (!text.includes(`event: ${name}\n`)) {
        const { value, done } = await reader.read();
        if (done) throw new Error("the stream ended");
        text += decoder.decode(value, { stream: true });
      }
      return Date.now();
    };
    await next("ping");
    return { next };
  }
  // Asks until the refusal is another one, for 30 seconds.
  async patiently(asking, reason) {
    for (const until = Date.now() + 30_000; ; ) {
      try {
        return await asking();
      } catch (error) {
        if (error.reason !== reason || Date.now() > until) throw error;
        await new Promise((resume) => setTimeout(resume, 200));
      }
    }
  }
  async kill(signal = "SIGKILL") { this.child.kill(signal); await this.ended; }
}

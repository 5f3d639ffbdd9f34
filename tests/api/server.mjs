// Starts the real binary with a folder of its own on a free port, and ends it.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const kStartMs = 30_000;

function config(folder) {
  const url = process.env.SOLEIL_TEST_DATABASE_URL;
  const lines = ["[http]", 'trusted_proxies = "127.0.0.1"'];
  let drop = () => {};
  if (url) {
    const schema = `api_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
    const sql = (text) => execFileSync("psql", [url, "-qc", text], { stdio: ["ignore", "inherit", "pipe"] });
    sql(`CREATE SCHEMA ${schema}`);
    drop = () => sql(`DROP SCHEMA ${schema} CASCADE`);
    lines.push("[storage]", `database = "${url}?options=-csearch_path%3D${schema}"`);
  }
  const file = join(folder, "soleil.toml");
  writeFileSync(file, lines.join("\n") + "\n");
  return { file, drop };
}

export async function startServer(binary) {
  const folder = mkdtempSync(join(tmpdir(), "soleil-api-"));
  const { file, drop } = config(folder);
  mkdirSync(join(folder, "web"));
  writeFileSync(join(folder, "web/index.html"), "<!doctype html><html><head><title>Soleil</title></head><body></body></html>");
  const child = spawn(binary, ["serve", "--data", join(folder, "data"), "--port", "0", "--config", file, "--web", join(folder, "web")]);
  let out = "", log = "";
  child.stdout.on("data", (bytes) => (out += bytes));
  child.stderr.on("data", (bytes) => (log += bytes));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(timer);
    drop();
    rmSync(folder, { recursive: true, force: true });
  };
  const until = Date.now() + kStartMs;
  for (;;) {
    const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(out)?.[1];
    const link = /sign in once: \S+#(\S+)/.exec(out)?.[1];
    if (port && link) return { port: Number(port), link, stop, log: () => log };
    if (Date.now() > until || child.exitCode !== null) {
      await stop();
      throw new Error(`the server did not start:\n${out}${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

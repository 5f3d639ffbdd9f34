// node run.mjs PROGRAM UNWALLED [--rounds N] [--seconds S] [--lag-seconds S]: see bench/README.md, "residency". Needs wrk and ffmpeg.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { measureLag, openVault } from "./lag.mjs";
import { Site } from "./sites.mjs";

const kTus = { "Tus-Resumable": "1.0.0" };
const kUploads = 4, kPart = 1 << 20, kParts = 8; // at once; bytes of a PATCH; PATCHes of an upload
const kBody = randomBytes(kPart);

const [program, unwalled, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => (rest.includes(`--${name}`) ? Number(rest[rest.indexOf(`--${name}`) + 1]) : otherwise);
const rounds = option("rounds", 9), seconds = option("seconds", 2), lagSeconds = option("lag-seconds", 30);

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

// What so much work cost the server: CPU seconds and seconds by the clock, for one unit.
async function costOf(site, work) {
  const cpu = site.cpu(), begun = performance.now();
  const units = await work(site);
  return { cpu: (site.cpu() - cpu) / units, clock: (performance.now() - begun) / 1000 / units };
}

function reads(site) {
  const script = fileURLToPath(new URL("reads.lua", import.meta.url));
  const child = spawn("wrk", ["-t1", "-c16", `-d${seconds}s`, "-s", script, `http://127.0.0.1:${site.port}`, "--", join(site.folder, "reads")]);
  let out = "";
  child.stdout.on("data", (text) => (out += text));
  return new Promise((done, failed) =>
    child.once("exit", () => {
      const count = Number(/(\d+) requests in/.exec(out)?.[1]);
      if (!count || /Non-2xx|Socket errors/.test(out)) failed(new Error(`${site.name}: ${out}`));
      else done(count);
    }));
}

// Uploads that lack their last byte, so that no ffmpeg runs, and are given up then; in bytes.
async function uploads(site) {
  const end = performance.now() + seconds * 1000;
  const head = site.clip.subarray(0, 4_096), first = Buffer.concat([head, kBody.subarray(head.length)]); // looks like a video
  const one = async (person, n) => {
    let sent = 0;
    for (let round = 0; performance.now() < end; ++round) {
      const meta = `filename ${Buffer.from(`holiday ${n} ${round}.mp4`).toString("base64")}`;
      const made = await person.request("POST", "/api/v1/uploads", { headers: { ...kTus, "Upload-Length": kParts * kPart + 1, "Upload-Metadata": meta } });
      if (made.status !== 201) throw new Error(`${site.name}: upload: ${made.status} ${made.text}`);
      for (let part = 0; part < kParts; ++part, sent += kPart) {
        const answer = await person.request("PATCH", made.headers.location, { headers: { ...kTus, "Upload-Offset": part * kPart, "Content-Type": "application/offset+octet-stream" }, body: part ? kBody : first });
        if (answer.status !== 204) throw new Error(`${site.name}: patch: ${answer.status} ${answer.text}`);
      }
      await person.request("DELETE", made.headers.location, { headers: kTus });
    }
    return sent;
  };
  const all = await Promise.all(site.people.slice(1, 1 + kUploads).map(one));
  return all.reduce((sum, bytes) => sum + bytes, 0);
}

// Who goes first changes, as the machine's mood does; the median of the rounds' ratios counts.
async function compare(name, walled, plain, work) {
  const ratios = { cpu: [], clock: [] };
  for (let round = 0; round < rounds; ++round) {
    const order = round % 2 ? [walled, plain] : [plain, walled], cost = new Map();
    for (const site of order) cost.set(site, await costOf(site, work));
    for (const kind of ["cpu", "clock"]) ratios[kind].push(cost.get(walled)[kind] / cost.get(plain)[kind]);
  }
  const out = { cpu: median(ratios.cpu), clock: median(ratios.clock) };
  const spread = (values) => `${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)}`;
  console.error(`${name}: CPU of server and key service ${out.cpu.toFixed(3)} (${spread(ratios.cpu)}), by the clock ${out.clock.toFixed(3)} (${spread(ratios.clock)})`);
  return out;
}

const walled = new Site(resolve(program), "walled", { walled: true }), plain = new Site(resolve(unwalled), "unwalled", { walled: false });
const openVaultOf = (deployment, folder) => openVault(resolve(program), deployment, folder);
const kept = new Site(resolve(program), "backed-up", { walled: true, openVault: openVaultOf });
process.on("exit", () => [walled, plain, kept].forEach((site) => (site.server?.child?.kill("SIGKILL"), site.vault?.child.kill("SIGKILL"))));
try {
  for (const site of [walled, plain]) {
    await (await site.open()).check();
    await site.writeReads(join(site.folder, "reads"));
  }
  const read = await compare("reads", walled, plain, reads);
  const upload = await compare("uploads", walled, plain, uploads);
  await Promise.all([walled.close(), plain.close()]);
  const lag = await measureLag(await kept.open(), lagSeconds);
  console.error(`backup: ${lag.writes} writes, ${lag.perSecond.toFixed(0)} a second; behind by ${lag.p50.toFixed(2)} s (median), ${lag.p99.toFixed(2)} s (p99), ${lag.max.toFixed(2)} s (max); ${lag.missing} facts missing after a restore`);
  if (lag.missing) process.exitCode = 1;
  console.log(`residency read_ratio=${read.cpu.toFixed(3)} upload_ratio=${upload.cpu.toFixed(3)} lag_s=${lag.p99.toFixed(2)}`);
} finally {
  for (const site of [walled, plain, kept]) await site.close();
}

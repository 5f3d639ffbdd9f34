// ./dev test corpus [PART OF A NAME]: last line "corpus playable=N/N hostile_safe=M/M".
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { run } from "./tools.mjs";
import { decodesCleanly, describeSource, verify } from "./verify.mjs";

const kAtOnce = 2, kHostileMsMax = 180_000;
const root = resolve(import.meta.dirname ?? ".", "../..");
const shared = process.env.SOLEIL_SHARED ?? resolve(root, "../shared");
const media = join(shared, "data/media");
const soleil = process.env.SOLEIL_BINARY ?? join(root, "build/release/soleil");
const wanted = process.argv[2] ?? "";

function readManifest() {
  const [head, ...rows] = readFileSync(join(media, "manifest.tsv"), "utf8").trim().split("\n").map((l) => l.split("\t"));
  return new Map(rows.map((r) => [basename(r[0]), Object.fromEntries(head.map((name, i) => [name, r[i]]))]));
}

async function processFile(file, work) {
  const out = mkdtempSync(join(work, "out-"));
  const begun = Date.now();
  const { status, killed, stdout, stderr } = await run(soleil, ["process", file, "--out", out], { timeoutMs: kHostileMsMax });
  const events = stdout.trim().split("\n").filter(Boolean).map((l) => JSON.parse(l));
  return { out, status, killed, stderr, last: events.at(-1) ?? {}, events, ms: Date.now() - begun };
}

const folderOf = (done) => join(done.out, "objects/public/video/0000000000001/1");

async function checkClip(file, work, manifest) {
  const done = await processFile(file, work);
  if (done.status !== 0) return [`${done.last.event ?? "died"} ${done.last.reason ?? ""} ${done.last.what ?? done.stderr}`];
  const findings = await verify(await describeSource(file), folderOf(done), done.last.media, manifest);
  if (!done.events.some((e) => e.event === "playable")) findings.push("was never playable before it was complete");
  rmSync(done.out, { recursive: true });
  return findings;
}

async function checkHostile(file, work) {
  const done = await processFile(file, work);
  if (done.killed) return [`still running after ${kHostileMsMax} ms`];
  if (done.status === 3) return done.last.reason && done.last.what ? [] : ["refused without a reason"];
  if (done.status !== 0) return [`status ${done.status} ${done.last.reason ?? done.stderr}`];
  const findings = await decodesCleanly(folderOf(done), done.last.media);
  rmSync(done.out, { recursive: true });
  return findings;
}

async function all(kind, check, ...rest) {
  const files = readdirSync(join(media, kind)).filter((f) => f.includes(wanted)).sort();
  let good = 0, next = 0;
  const worker = async () => {
    while (next < files.length) {
      const name = files[next++], begun = Date.now();
      const findings = await check(join(media, kind, name), ...rest.map((r) => (r instanceof Map ? r.get(name) : r)));
      if (findings.length === 0) good++;
      console.log(`${findings.length ? "BAD " : "ok  "} ${name} ${((Date.now() - begun) / 1000).toFixed(1)} s${findings.map((f) => `\n       ${f}`).join("")}`);
    }
  };
  await Promise.all(Array.from({ length: kAtOnce }, worker));
  return { good, count: files.length };
}

if (!existsSync(join(media, "manifest.tsv"))) {
  console.log(`corpus skipped: no ${media} (set SOLEIL_SHARED)`);
  process.exit(0);
}
const work = mkdtempSync(join(tmpdir(), "soleil-corpus-"));
const clips = await all("clips", checkClip, work, readManifest());
const hostile = await all("hostile", checkHostile, work);
rmSync(work, { recursive: true, force: true });
console.log(`corpus playable=${clips.good}/${clips.count} hostile_safe=${hostile.good}/${hostile.count}`);
process.exit(clips.good === clips.count && hostile.good === hostile.count ? 0 : 1);

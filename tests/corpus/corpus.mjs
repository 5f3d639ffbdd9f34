// ./dev test corpus [PART OF A NAME] [--alone]: last line "corpus playable=N/N hostile_safe=M/M".
// Through the real server: upload, processing, playback over HTTP. --alone: through `soleil process`.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { Site } from "./site.mjs";
import { decodeErrors, run } from "./tools.mjs";
import { decodesCleanly, describeSource, verify } from "./verify.mjs";

const kAtOnce = 2, kPatienceMs = 600_000;
const root = resolve(import.meta.dirname, "../..");
const media = join(process.env.SOLEIL_SHARED ?? resolve(root, "../shared"), "data/media");
const soleil = process.env.SOLEIL_BINARY ?? join(root, "build/release/soleil");
const alone = process.argv.includes("--alone");
const wanted = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? "";

function readManifest() {
  const [head, ...rows] = readFileSync(join(media, "manifest.tsv"), "utf8").trim().split("\n").map((l) => l.split("\t"));
  return new Map(rows.map((r) => [basename(r[0]), Object.fromEntries(head.map((name, i) => [name, r[i]]))]));
}

// Both give { state, reason, what, folder, media, early, stream }.
async function processAlone(file, work) {
  const out = mkdtempSync(join(work, "out-"));
  const { stdout, stderr, killed } = await run(soleil, ["process", file, "--out", out], { timeoutMs: kPatienceMs });
  const events = stdout.trim().split("\n").filter(Boolean).map((l) => JSON.parse(l)), last = events.at(-1) ?? {};
  const folder = join(out, "objects/public/video/0000000000001/1");
  return { state: killed ? "unfinished" : last.event ?? "died", reason: last.reason, what: last.what ?? stderr, folder, media: last.media,
    early: events.some((e) => e.event === "playable"), stream: join(folder, last.media?.master ?? ""), done: () => rmSync(out, { recursive: true }) };
}

async function processOnSite(file, site) {
  const video = await site.upload(file, basename(file), kPatienceMs);
  const files = video.state === "published" ? site.files(video) : {};
  return { state: video.state, reason: video.refused_reason, what: video.refused_message, ...files, early: true,
    stream: video.media ? site.address(video.media.hls) : "", done: () => {} };
}

async function checkClip(handle, file, manifest) {
  const result = await handle(file);
  if (result.state !== "published") return [`${result.state}: ${result.reason} ${result.what}`];
  const findings = await verify(await describeSource(file), result.folder, result.media, manifest);
  const errors = await decodeErrors(result.stream);
  if (errors) findings.push(`as a player gets it: ${errors.split("\n")[0]}`);
  if (!result.early) findings.push("was never playable before it was complete");
  result.done();
  return findings;
}

async function checkHostile(handle, file) {
  const result = await handle(file);
  if (result.state === "refused") return result.reason && result.what ? [] : [`refused without a reason (${JSON.stringify(result)})`];
  if (result.state !== "published") return [`${result.state}: ${result.reason} ${result.what}`];
  const findings = await decodesCleanly(result.folder, result.media);
  result.done();
  return findings;
}

async function all(kind, check) {
  const files = readdirSync(join(media, kind)).filter((f) => f.includes(wanted)).sort();
  let good = 0, next = 0;
  const worker = async () => {
    while (next < files.length) {
      const name = files[next++], begun = Date.now();
      const findings = await check(join(media, kind, name), name).catch((error) => [String(error)]);
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
const site = alone ? null : await Site.open(soleil, work);
const handle = alone ? (file) => processAlone(file, work) : (file) => processOnSite(file, site);
const manifest = readManifest();
const clips = await all("clips", (file, name) => checkClip(handle, file, manifest.get(name)));
const hostile = await all("hostile", (file) => checkHostile(handle, file));
let answered = true;
if (site) {
  await site.close();
  answered = site.unanswered === 0 && site.asked > 0;
  console.log(`the server was asked ${site.asked} times, did not answer ${site.unanswered} times, slowest ${site.slowest_ms} ms`);
}
rmSync(work, { recursive: true, force: true });
console.log(`corpus playable=${clips.good}/${clips.count} hostile_safe=${answered ? hostile.good : 0}/${hostile.count}`);
process.exit(answered && clips.good === clips.count && hostile.good === hostile.count ? 0 : 1);

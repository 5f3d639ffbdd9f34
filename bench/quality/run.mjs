// Unpacks the logs of ../shared/data/rec into a scratch folder outside the tree, makes the TSV files of docs/evaluation.md of them, and
// runs `soleil eval` on each. usage: node bench/quality/run.mjs BINARY [impressions|catalogue]
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { impressionFiles, catalogueFiles } from "./files.mjs";

const [binary, only] = process.argv.slice(2);
const data = resolve(process.env.SOLEIL_REC_DATA ?? "../shared/data/rec");

function unpacked(name, scratch) {
  const archive = join(data, `${name}.tar.xz`);
  if (!existsSync(archive)) return null;
  execFileSync("tar", ["xJf", archive, "-C", scratch]);
  return join(scratch, name);
}

function evaluate(...options) {
  const run = spawnSync(binary, ["eval", ...options, "--json"], { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  if (run.status !== 0) throw new Error(`soleil eval ${options[0]} ended with ${run.status ?? run.signal}`);
  return JSON.parse(run.stdout.trim().split("\n").at(-1));
}

function measureImpressions(folder, scratch) {
  const files = impressionFiles(folder, scratch);
  const found = evaluate("impressions", "--train", files.train, "--test", files.test, "--videos", files.videos, "--viewers", files.viewers,
    "--label", "long_view");
  return { kuairand_primary: found.primary, kuairand_gauc: found.gauc, kuairand_ndcg5: found.ndcg5 };
}

function measureCatalogue(folder, scratch) {
  const files = catalogueFiles(folder, scratch);
  const found = evaluate("catalogue", "--train", files.train, "--valid", files.valid, "--test", files.test);
  return { sigformer_recall: found.recall, sigformer_ndcg: found.ndcg };
}

const parts = [
  ["impressions", "kuairand_pure_partial", measureImpressions],
  ["catalogue", "kuairand_sigformer", measureCatalogue],
];

const scratch = mkdtempSync(join(tmpdir(), "soleil-quality-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const begun = Date.now();
const figures = {};
for (const [name, archive, measure] of parts) {
  if (only && only !== name) continue;
  const folder = unpacked(archive, scratch);
  if (!folder) {
    console.log(`skipped: ${join(data, archive)}.tar.xz is not here (SOLEIL_REC_DATA names its folder)`);
    continue;
  }
  Object.assign(figures, measure(folder, scratch));
}
if (Object.keys(figures).length) {
  const words = Object.entries(figures).map(([key, value]) => `${key}=${value.toFixed(4)}`);
  console.log(`quality ${words.join(" ")} minutes=${((Date.now() - begun) / 60000).toFixed(1)}`);
}

// Right and wrong proofs, judged by Soleil, by transparency-dev/merkle and by Go's tlog; the tiles of 70,000 entries.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, folder } from "./world.mjs";

const kSizes = 16;

export function judgeCases(programs, stranger, vectors) {
  const text = programs.must("soleil_ledger_check", ["cases", String(kSizes)]);
  const cases = text.trim().split("\n").map((line) => JSON.parse(line));
  for (const c of cases) vectors.add(c.accepted === c.right, `${c.kind} ${c.number} of ${c.size}, changed: ${c.change}`);
  if (!stranger) return;
  const out = stranger.run(["cases"], text);
  const [, agreed, all] = /cases (\d+) (\d+)/.exec(out.stdout) ?? [, 0, -1];
  vectors.add(Number(agreed) === cases.length && Number(all) === cases.length, `strangers agree on ${agreed} of ${cases.length}: ${out.stdout.slice(0, 400)}`);
}

export function countTiles(programs, vectors) {
  const data = join(folder, "golden");
  mkdirSync(data);
  programs.ledger("init", data, ["--origin", "golden.example"]);
  const lines = Array.from({ length: 70_000 }, (_, i) => `entry ${i}`).join("\n");
  programs.ledger("append", data, [], { input: lines });
  const files = filesBelow(join(data, "ledger/access/public"));
  const count = (pattern) => files.filter((file) => pattern.test(file)).length;
  vectors.add(count(/^tile\/0\/\d{3}$/) === 273, "273 full tiles of level 0");
  vectors.add(count(/^tile\/0\/273\.p\/112$/) === 1, "one of 112 hashes beside them");
  vectors.add(count(/^tile\/1\/000$/) === 1 && count(/^tile\/1\/001\.p\/17$/) === 1, "level 1: one full, one of 17");
  vectors.add(count(/^tile\/2\/000\.p\/1$/) === 1, "level 2: one of 1");
  vectors.add(count(/^tile\/3/) === 0, "no level 3");
  vectors.add(count(/^tile\/entries\/\d{3}$/) === 273 && count(/^tile\/entries\/273\.p\/112$/) === 1, "the entries alike");
}

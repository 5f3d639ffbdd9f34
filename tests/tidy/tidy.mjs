#!/usr/bin/env node
// The house rules as a test: arrows between folders, no mutual pairs, sizes of files, functions and lines, vendor headers
// only where their adapter is, every folder in the table of src/README.md, one type a name, migrations in a row. `node tests/tidy/tidy.mjs [ROOT]`.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join, relative, dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";

const root = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "../..");
const findings = [];
const find = (where, what) => findings.push(`${where}: ${what}`);

const limits = { fileLines: 400, functionLines: 50, shortFunctionLines: 25, shortShare: 0.9, columns: 100 };

// Lower may not include higher. Stages stand side by side and never include each other.
const stages = ["studio", "ingest", "media", "recommend", "learning", "music", "safety", "people", "experiments", "trust"];
const rank = { base: 0, model: 1, platform: 2, ledger: 3, residency: 3.5, catalog: 4, api: 6, main: 7, net: 1 };
for (const stage of stages) rank[stage] = 5;

const vendors = [
  [/^<sqlite3/, /^src\/platform\/database\/sqlite/],
  [/^<openssl/, /^src\/(net\/tls_socket|trust\/fediverse\/rsa_key)\.cpp$/],
  [/^<libpq/, /^src\/platform\/database\/postgres/],
  [/^<sodium/, /^src\/(base\/hash|people\/|ledger\/|residency\/)[^ ]*\.cpp$/],
  [/^<boost\/(asio|beast)/, /^src\/net\//],
  [/^<toml\+\+/, /\.cpp$/],
  [/^<seccomp/, /^src\/platform\/process\/.*\.cpp$/],
  [/^<curl/, /^src\/platform\/.*\.cpp$/],
  [/^<hnswlib/, /^src\/learning\/vector_index\.cpp$/],
  [/^<date\//, /^src\/residency\/.*\.cpp$/],
  [/^<(nats|maxminddb)/, /^src\/platform\/.*\.cpp$/],
];

const tracked = execFileSync("git", ["-C", root, "ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .split("\n").filter(Boolean).filter((f) => { try { return statSync(join(root, f)).isFile(); } catch { return false; } });
const read = (file) => readFileSync(join(root, file), "utf8");
const folderOf = (file) => file.split("/")[1];

function checkArrow(file, line, target) {
  const from = folderOf(file), to = target.split("/")[0];
  if (from === to || !(to in rank)) return;
  const where = `${file}:${line}`;
  if (from === "net" && to !== "base") return find(where, `net depends on base only, not on ${to}`);
  if (to === "net" && !["api", "main"].includes(from)) return find(where, `${from} may not include net`);
  if (stages.includes(from) && stages.includes(to)) return find(where, `stage ${from} includes stage ${to}: meet in catalog rows or facts`);
  if (rank[to] >= rank[from] && to !== "net") find(where, `the arrow ${from} -> ${to} points up`);
}

function checkIncludes(file, lines, edges) {
  lines.forEach((text, i) => {
    const include = /^\s*#include\s+(["<][^">]+)[">]/.exec(text)?.[1];
    if (!include) return;
    if (include[0] === '"') {
      const target = include.slice(1);
      checkArrow(file, i + 1, target);
      edges.add(`${folderOf(file)} ${target.split("/")[0]}`);
    }
    for (const [vendor, home] of vendors)
      if (vendor.test(include) && !home.test(file)) find(`${file}:${i + 1}`, `${include}> belongs in its adapter only`);
  });
}

// With clang-format a function starts at a line that ends in "{" with indent 0 or 2 and ends at "}" of the same indent.
function functionsOf(lines) {
  const out = [];
  let head = [];
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i];
    const indent = text.length - text.trimStart().length;
    if (text.trim() === "" || /[;}]$/.test(text) || /^\s*(\/\/|#|public:|private:)/.test(text)) head = [];
    else head.push(text);
    if (!text.endsWith("{") || indent > 2) continue;
    const signature = head.join(" ");
    head = [];
    if (!signature.includes("(") || /^\s*(namespace|class|struct|enum|union|if|for|while|switch|else|do|extern|TEST_)/.test(signature)) continue;
    const close = " ".repeat(indent) + "}";
    let end = i + 1;
    while (end < lines.length && lines[end] !== close && !lines[end].startsWith(close + ";") && !lines[end].startsWith(close + ")") && !lines[end].startsWith(close + "(")) end++;
    out.push({ line: i + 1, length: end - i + 1 });
  }
  return out;
}

function checkSizes(file, lines, functions) {
  if (lines.length - 1 > limits.fileLines) find(file, `${lines.length - 1} lines; at most ${limits.fileLines}`);
  lines.forEach((text, i) => {
    // Sentences for people stand on one line, whatever their length.
    if ([...text].length > limits.columns && !/^web\/src\/.*\b(words|errors)\.\w\w\.ts$/.test(file)) find(`${file}:${i + 1}`, `over ${limits.columns} columns`);
    if (/\b(TODO|FIXME|XXX|HACK)\b/.test(text)) find(`${file}:${i + 1}`, "unfinished work in the tree");
  });
  if (/\.(cpp|h)$/.test(file) && !/_(test|suite)\.cpp$/.test(file) && file.startsWith("src/"))
    for (const f of functionsOf(lines)) {
      functions.push({ file, ...f });
      if (f.length > limits.functionLines) find(`${file}:${f.line}`, `a function of ${f.length} lines; at most ${limits.functionLines}`);
    }
}

function checkMutualPairs(edges) {
  for (const edge of edges) {
    const [a, b] = edge.split(" ");
    if (a < b && edges.has(`${b} ${a}`)) find("src", `${a} and ${b} include each other`);
  }
}

function checkFolderTable() {
  const table = read("src/README.md");
  for (const name of readdirSync(join(root, "src"), { withFileTypes: true }))
    if (name.isDirectory() && readdirSync(join(root, "src", name.name)).length && !table.includes(`\`${name.name}/\``))
      find("src/README.md", `the folder ${name.name}/ is not in the table`);
}

function checkMedia() {
  for (const file of tracked)
    if (/\.(mp4|webm|mov|mkv|m4s|wav|mp3|ogg|sqlite|db)$/.test(file)) find(file, "media and data sets are not committed");
}

// Two of a number: one of them would never run.
function checkMigrations() {
  const numbers = tracked.filter((file) => /\/migrations\/\d{4}_.*\.sql$/.test(file)).map((file) => [Number(/(\d{4})_[^/]*$/.exec(file)[1]), file]);
  numbers.sort(([a], [b]) => a - b).forEach(([number, file], i) => {
    if (number !== i + 1) find(file, `the next migration has number ${String(i + 1).padStart(4, "0")}`);
  });
}

// Two types of one name in one program are undefined behaviour, and no compiler says so.
function checkTypeNames() {
  const homes = new Map();
  for (const file of tracked.filter((name) => /^src\/.*\.h$/.test(name))) {
    const text = read(file), space = /^namespace (\S+) \{/m.exec(text)?.[1];
    for (const [, name] of text.matchAll(/^(?:struct|class|enum class) (\w+)\b[^;{]*\{/gm)) {
      const whole = `${space}::${name}`;
      if (homes.has(whole)) find(file, `the type ${whole} is also in ${homes.get(whole)}`);
      homes.set(whole, file);
    }
  }
}

// Replaying them all takes an hour; that each still is a fault of this code takes a moment.
function checkPlantedFaults() {
  for (const file of tracked.filter((name) => /^tests\/bugs\/.*\.patch$/.test(name))) {
    if (!/^# red: \S/.test(read(file))) find(file, "its first line is \"# red: COMMAND\"");
    try {
      execFileSync("git", ["apply", "--check", file], { cwd: root, stdio: "pipe" });
    } catch {
      find(file, "does not apply any more: plant the fault anew, see it red, keep the patch");
    }
  }
}

const edges = new Set(), functions = [];
for (const file of tracked) {
  const source = /\.(cpp|h)$/.test(file), web = /^web\/src\/.*\.(ts|svelte)$/.test(file) && !file.includes("/generated/");
  if (!source && !web) continue;
  const lines = read(file).split("\n");
  checkSizes(file, lines, functions);
  if (source && file.startsWith("src/")) checkIncludes(file, lines, edges);
}
const short = functions.filter((f) => f.length <= limits.shortFunctionLines).length;
if (functions.length && short / functions.length < limits.shortShare)
  find("src", `${((100 * short) / functions.length).toFixed(1)} % of functions have at most ${limits.shortFunctionLines} lines; 90 % are wanted`);
checkMutualPairs(edges);
checkFolderTable();
checkMedia();
checkMigrations();
checkTypeNames();
checkPlantedFaults();

for (const finding of findings) console.log(finding);
console.log(`tidy: ${tracked.length} files, ${functions.length} functions`);
console.log(`${findings.length ? 0 : 1} passed, ${findings.length ? 1 : 0} failed`);
process.exit(findings.length ? 1 : 0);

// kill -9 at random moments, and two writers at once: nothing acknowledged is lost, and nobody is shown two histories.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { folder, readFileSync } from "./world.mjs";

const kLog = "access";
const acknowledgedIn = (text) => text.split("\n").slice(0, -1).map((line) => line.split(" ")).filter((words) => words.length === 2);

// Runs `soleil ledger append` on endless input and kills it: so long after it began, or after it first acknowledged something (on
// a busy machine it might never get there). What it had acknowledged by then.
function appendAndKill(programs, data, { after_ms, at_once, batch }, first) {
  return new Promise((resolve, reject) => {
    const child = spawn(join(programs.path, "soleil"), ["ledger", "append", "--data", data, "--batch", String(batch)], { stdio: ["pipe", "pipe", "pipe"] });
    let out = "", errors = "", number = first;
    const feed = () => { while (child.stdin.writable && child.stdin.write(`entry ${number++} of a log that is killed\n`)); };
    child.stdin.on("drain", feed).on("error", () => {});
    const kill = () => setTimeout(() => child.kill("SIGKILL"), after_ms);
    child.stdout.on("data", (data) => { out += data; });
    if (at_once) kill();
    else child.stdout.once("data", kill);
    child.stderr.on("data", (data) => { errors += data; });
    child.on("error", reject);
    child.on("close", (code, signal) =>
      signal === "SIGKILL" ? resolve({ acknowledged: acknowledgedIn(out), next: number }) : reject(new Error(`append ended by itself: ${code} ${errors}`)));
    feed();
  });
}

function leavesOf(programs, data) {  // every leaf hash of level 0, in order
  const dir = join(data, "ledger", kLog, "public");
  const size = Number(readFileSync(join(dir, "checkpoint"), "utf8").split("\n")[1]);
  const leaves = [];
  for (let tile = 0; tile * 256 < size; tile++) {
    const digits = String(tile).padStart(tile > 999 ? 6 : 3, "0").match(/.../g).map((part, i, all) => (i < all.length - 1 ? `x${part}` : part)).join("/");
    const width = Math.min(256, size - tile * 256);
    const bytes = readFileSync(join(dir, "tile/0", width === 256 ? digits : `${digits}.p/${width}`));
    for (let i = 0; i < width; i++) leaves.push(bytes.subarray(i * 32, i * 32 + 32).toString("hex"));
  }
  return leaves;
}

function countLost(leaves, acknowledged) {
  return acknowledged.filter(([index, hash]) => leaves[Number(index)] !== hash).length;
}

export async function kills(programs, count, random) {
  const data = join(folder, "killed"), memory = join(folder, "killed-memory");
  mkdirSync(data);
  programs.ledger("init", data, ["--origin", "killed.example"]);
  const acknowledged = [];
  let forks = 0, next = 0;
  const follow = () => {
    const verdict = programs.verify(["follow", join(data, "ledger", kLog, "public"), "--policy", join(data, "ledger/trust-policy"), "--memory", memory]);
    if (!verdict.ok) { forks++; console.error(`ledger: after a kill: ${JSON.stringify(verdict)}`); }
  };
  for (let i = 0; i < count; i++) {
    const batch = [1, 7, 40, 300][Math.floor(random() * 4)];
    const life = await appendAndKill(programs, data, { after_ms: random() * 120, at_once: random() < 0.3, batch }, next);
    next = life.next;
    acknowledged.push(...life.acknowledged);
    follow();  // what the world sees in the state that the kill left
  }
  programs.ledger("append", data, [], { input: "the last one" });
  follow();
  const fsck = programs.run("soleil", ["ledger", "fsck", "--data", data]);
  if (fsck.status !== 0) { forks++; console.error(fsck.stdout); }
  return { kills: count, acknowledged: acknowledged.length, lost: countLost(leavesOf(programs, data), acknowledged), forks };
}

export async function twoWriters(programs, entries) {
  const data = join(folder, "two"), memory = join(folder, "two-memory"), log = join(data, "ledger", kLog);
  mkdirSync(data);
  programs.ledger("init", data, ["--origin", "two.example"]);
  let forks = 0;
  const follow = () => {
    const verdict = programs.verify(["follow", join(log, "public"), "--policy", join(data, "ledger/trust-policy"), "--memory", memory]);
    // An older checkpoint may be shown for a moment, by the slower writer: it is of the same history, or it is a fork.
    if (!verdict.ok && verdict.reason !== "shows_older" && verdict.code !== 3) { forks++; console.error(`ledger: two writers: ${JSON.stringify(verdict)}`); }
  };
  const write = (name) => new Promise((resolve, reject) => {
    const child = spawn(join(programs.path, "soleil_ledger_check"), ["write", log, join(log, "key"), name, String(entries)], { stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (data) => { out += data; });
    child.on("close", (code) => (code === 0 ? resolve(acknowledgedIn(out)) : reject(new Error(`writer ${name}: ${code}`))));
  });
  const both = Promise.all([write("one"), write("two")]);
  const timer = setInterval(follow, 50);
  const acknowledged = (await both).flat();
  clearInterval(timer);
  programs.ledger("append", data, [], { input: "the last one" });
  follow();
  const leaves = leavesOf(programs, data);
  if (leaves.length !== 2 * entries + 1 || new Set(leaves).size !== leaves.length) forks++;
  return { lost: countLost(leaves, acknowledged), forks, acknowledged: acknowledged.length };
}

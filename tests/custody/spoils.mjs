// What an insider carries away, and a search through all of it.
import { cpSync, openSync, readSync, closeSync, readFileSync, writeFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "../ledger/world.mjs";

// The readable memory of a process that runs, in one file: what a core dump holds.
export function dumpMemory(pid, path) {
  const memory = openSync(`/proc/${pid}/mem`, "r"), parts = [];
  for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").split("\n")) {
    const range = /^([0-9a-f]+)-([0-9a-f]+) r.*?(\[v[a-z]+\])?$/.exec(line);
    if (!range || range[3]) continue;
    const size = Number(BigInt(`0x${range[2]}`) - BigInt(`0x${range[1]}`));
    const bytes = Buffer.alloc(Math.min(size, 1 << 30));
    try {
      parts.push(bytes.subarray(0, readSync(memory, bytes, 0, bytes.length, BigInt(`0x${range[1]}`))));
    } catch { /* a guard page, or a device */ }
  }
  closeSync(memory);
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

// Everything below the data folder but what belongs to the key service.
export function steal(data, to) {
  cpSync(data, to, { recursive: true, filter: (from) => from !== join(data, "keys") && !from.endsWith("/socket") });
  rmSync(join(to, "lock"), { force: true });
  return to;
}

// A text as it may stand in a file: itself, UTF-16, hex, base64 at each of three alignments.
export function shapesOf(text) {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64").slice(shift ? 4 : 0, -4));
  return [bytes, Buffer.from(text, "utf16le"), Buffer.from(bytes.toString("hex")), ...base64.map((shape) => Buffer.from(shape))];
}

function commonStart(texts) {
  let length = texts.length > 1 ? texts[0].length : 0;
  for (const text of texts) while (!text.startsWith(texts[0].slice(0, length))) length--;
  return texts[0].slice(0, length);
}

// Which of the texts are in any of the files, and where. A file without what they all begin with is not searched for each.
export function searchFiles(files, texts) {
  const found = new Map(), start = commonStart(texts);
  const starts = start.length >= 10 ? shapesOf(start) : [Buffer.alloc(0)];
  for (const file of files) {
    const bytes = readFileSync(file);
    if (!starts.some((shape) => bytes.includes(shape))) continue;
    for (const text of texts)
      if (!found.has(text) && shapesOf(text).some((shape) => bytes.includes(shape))) found.set(text, file);
  }
  return found;
}
export const allFiles = (folder) => filesBelow(folder).map((file) => join(folder, file));

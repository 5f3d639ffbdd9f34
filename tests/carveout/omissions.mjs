// What may go wrong between two sides, planted in a copy of the buyer's data: each must be found by
// verify, before anything is signed.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync, openSync, closeSync, statSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./sides.mjs";

function sql(side, ...statements) {
  const code = `import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nc.execute("PRAGMA foreign_keys=ON")\nn = 0\nfor s in sys.argv[2:]:\n    n += c.execute(s).rowcount\nc.commit()\nc.close()\nsys.exit(0 if n > 0 else 3)`;
  const done = spawnSync("python3", ["-P", "-c", code, join(side.data, "soleil.db"), ...statements], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`nothing was planted by ${statements[0]}: ${done.stderr}`);
}

const blobOf = (side, kind) => [...filesBelow(join(side.data, "blobs/objects", kind))].sort()[0];

function segment(side) {
  const folder = join(side.data, "queue/facts/watch");
  return join(folder, readdirSync(folder).filter((name) => name.endsWith(".facts")).sort()[0]);
}

function crc32c(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; ++k) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

// The first record says another's: what the feed learns of it is not what was handed over.
function alterFact(side) {
  const path = segment(side), bytes = readFileSync(path);
  const length = (at) => bytes.readUInt32LE(at + 4);
  const second = 24 + length(0), third = second + 24 + length(second);
  const record = (offset, of) => {
    const out = Buffer.from(bytes.subarray(of, of + 24 + length(of)));
    out.writeBigInt64LE(BigInt(offset), 8);
    out.writeUInt32LE(crc32c(out.subarray(4)), 0);
    return out;
  };
  writeFileSync(path, Buffer.concat([record(0, second), record(1, second), bytes.subarray(third)]));
}

function cutLastFact(side) {
  const path = segment(side), bytes = readFileSync(path);
  let last = 0;
  for (let at = 0; at < bytes.length; at += 24 + bytes.readUInt32LE(at + 4)) last = at;
  truncateSync(path, last);
}

function flip(path) {
  const file = openSync(path, "r+"), at = Math.floor(statSync(path).size / 2), byte = readFileSync(path)[at];
  writeSync(file, Buffer.from([byte ^ 1]), 0, 1, at);
  closeSync(file);
}

const one = (table, column = "rowid") => `${column} = (SELECT min(${column}) FROM ${table})`;

// name -> [how, what verify must say]
export const omissions = {
  "a like is missing": [(s) => sql(s, `DELETE FROM personal_like WHERE ${one("personal_like")}`), "personal_like"],
  "a follow is missing": [(s) => sql(s, `DELETE FROM personal_follow WHERE ${one("personal_follow")}`), "personal_follow"],
  "a tag is missing": [(s) => sql(s, `DELETE FROM video_tag WHERE ${one("video_tag")}`), "video_tag"],
  "a sound is missing": [(s) => sql(s, `DELETE FROM sound WHERE ${one("sound", "id")}`), "sound"],
  "a link elsewhere is missing": [(s) => sql(s, `DELETE FROM personal_elsewhere WHERE ${one("personal_elsewhere")}`), "personal_elsewhere"],
  "a touch is missing": [(s) => sql(s, `DELETE FROM personal_touch WHERE ${one("personal_touch")}`), "personal_touch"],
  "a person is missing": [(s) => sql(s, `DELETE FROM personal_carve_out WHERE ${one("personal_carve_out", "account_id")}`), "account"],
  "two people changed places": [(s) => sql(s, "UPDATE account SET handle = handle || '.x' WHERE id IN (SELECT id FROM account WHERE role = 'creator' ORDER BY id LIMIT 1)", "UPDATE account SET bio = (SELECT bio FROM account WHERE role = 'creator' ORDER BY id DESC LIMIT 1) WHERE id = (SELECT min(id) FROM account WHERE role = 'creator')"), "account"],
  "a video is another's": [(s) => sql(s, "UPDATE video SET author_id = (SELECT max(account_id) FROM personal_carve_out) WHERE id = (SELECT min(id) FROM video)"), "video"],
  "a private video is public": [(s) => sql(s, "UPDATE video SET visibility = 'public' WHERE id = (SELECT min(id) FROM video WHERE visibility = 'private')"), "video"],
  "a password is another": [(s) => sql(s, `UPDATE personal_credential SET password_hash = 'x' WHERE ${one("personal_credential", "account_id")}`), "personal_credential"],
  "a sealed mute is another": [(s) => sql(s, `UPDATE personal_control SET controls = controls || 'A' WHERE ${one("personal_control", "viewer_id")}`), "personal_control"],
  "a country is another": [(s) => sql(s, `UPDATE personal_residence SET country = 'US' WHERE ${one("personal_residence", "account_id")}`), "personal_residence"],
  "a key is another's": [(s) => sql(s, "UPDATE personal_key SET wrapped = (SELECT wrapped FROM personal_key WHERE person_id = (SELECT max(account_id) FROM personal_carve_out)) WHERE person_id = (SELECT min(account_id) FROM personal_carve_out)"), "bad_seal"],
  "a view too many": [(s) => sql(s, `UPDATE video SET view_count = view_count + 1 WHERE ${one("video", "id")}`), "video"],
  "a file is cut": [(s) => truncateSync(blobOf(s, "personal/source"), 10), "blob"],
  "a bit of a file is flipped": [(s) => flip(blobOf(s, "public/video")), "blob"],
  "a file is missing": [(s) => rmSync(blobOf(s, "public/video")), "blob"],
  "a file too many": [(s) => writeFileSync(join(blobOf(s, "public/video"), "../more.jpg"), "x"), "blob"],
  "the last fact is missing": [cutLastFact, "fact"],
  "what was learned is another": [alterFact, "fact"],
};

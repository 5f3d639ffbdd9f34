// Verifiers that share no code with Soleil: a Go program, OpenSSL, and Sigstore's npm package.
import { spawnSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { folder, here, readFileSync, writeFileSync } from "./world.mjs";

// The Go program, or null with one line that says why not.
export function buildStranger() {
  const path = join(folder, "stranger");
  const built = spawnSync("go", ["build", "-o", path, "."], { cwd: join(here, "go"), encoding: "utf8", timeout: 300_000 });
  if (built.error || built.status !== 0) {
    console.error(`ledger: skipped the Go verifier (${built.error?.code ?? built.stderr.trim().split("\n").at(-1)})`);
    return null;
  }
  return {
    run: (args, input = "") => spawnSync(path, args, { encoding: "utf8", input, maxBuffer: 1 << 26 }),
    audit(dir, policy, quorum, old) {
      const out = this.run(["audit", dir, policy, String(quorum), ...(old ? [old] : [])]);
      return { ok: out.status === 0, why: out.stdout.trim() };
    },
  };
}

const rawKey = (vkey) => Buffer.from(vkey.slice(vkey.indexOf("+", vkey.indexOf("+") + 1) + 1), "base64").subarray(1);
const derOf = (raw) => Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);

function signatureOf(note, name) {
  const line = note.split("\n").find((l) => l.startsWith(`\u2014 ${name} `));
  const bytes = Buffer.from(line.split(" ")[2], "base64");
  return { id: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

// `openssl pkeyutl` on a checkpoint's text and the log's signature.
export function opensslAccepts(note, vkey, changeText = (text) => text) {
  const name = vkey.split("+")[0];
  const text = changeText(note.slice(0, note.indexOf("\n\n") + 1));
  const path = (file) => join(folder, `openssl.${file}`);
  writeFileSync(path("key"), derOf(rawKey(vkey)));
  writeFileSync(path("text"), text);
  writeFileSync(path("signature"), signatureOf(note, name).signature);
  const args = ["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", path("key"), "-rawin", "-in", path("text"), "-sigfile", path("signature")];
  return spawnSync("openssl", args, { encoding: "utf8" }).status === 0;
}

// @sigstore/verify: its checkpoint and inclusion code on one of our proof files.
export function sigstoreAccepts(proofText, entry, vkey) {
  const require = createRequire(import.meta.url);
  const dist = join(here, "node_modules/@sigstore/verify/dist/tlog");
  const { verifyTLogInclusion } = require(join(dist, "index.js"));
  const [head, ...rest] = proofText.split("\n\n");
  const lines = head.split("\n");
  const envelope = rest.join("\n\n");
  const name = vkey.split("+")[0];
  const at = lines.findIndex((line) => line.startsWith("index "));
  const authority = {
    baseURL: `https://${name}`,
    logID: signatureOf(envelope, name).id,
    publicKey: createPublicKey({ key: derOf(rawKey(vkey)), format: "der", type: "spki" }),
    validFor: { start: new Date(0), end: new Date(1e15) },
  };
  const inclusionProof = {
    logIndex: lines[at].slice(6),
    hashes: lines.slice(at + 1).map((line) => Buffer.from(line, "base64")),
    checkpoint: { envelope },
  };
  try {
    verifyTLogInclusion({ canonicalizedBody: Buffer.from(entry), inclusionProof }, [authority]);
    return true;
  } catch (error) {
    if (error.name !== "VerificationError" && error.code !== "TLOG_INCLUSION_PROOF_ERROR") throw error;
    return false;
  }
}
export { readFileSync };

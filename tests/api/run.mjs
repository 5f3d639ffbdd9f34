#!/usr/bin/env node
// API transcripts against the real binary: node tests/api/run.mjs BINARY [NAME…]. Each tests/api/NAME.test is played against
// a server of its own (temporary folder, free port); README.md tells the format. With SOLEIL_TEST_DATABASE_URL set the
// server's database is there.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { makeClip } from "./clip.mjs";
import { Contract, checkAddresses } from "./contract.mjs";
import { play } from "./play.mjs";
import { startServer } from "./server.mjs";
import { parse } from "./transcript.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [binary, ...wanted] = process.argv.slice(2);
if (!binary) {
  console.error("usage: run.mjs BINARY [NAME…]");
  process.exit(2);
}
const names = readdirSync(here).filter((file) => file.endsWith(".test")).map((file) => basename(file, ".test"));
const chosen = wanted.length ? wanted : names;
const contract = new Contract(join(here, "../../docs/openapi.yaml"));
const files = { clip: makeClip(), text: Buffer.from("This is not a video, whatever its name says.\n".repeat(40)) };

let passed = 0, failed = 0;
for (const name of chosen) {
  const server = await startServer(resolve(binary));
  try {
    const text = readFileSync(join(here, `${name}.test`), "utf8");
    const result = await play(parse(text), server, contract, files);
    passed += result.passed;
    for (const failure of result.failures) console.error(`${name}.test:${failure}`);
    failed += result.failures.length;
    console.error(`api ${name}: ${result.passed} requests as expected, ${result.failures.length} not`);
    if (result.failures.length) console.error(server.log().split("\n").slice(-12).join("\n"));
  } finally {
    await server.stop();
  }
}
if (!wanted.length) {
  const server = await startServer(resolve(binary));
  for (const finding of await checkAddresses(contract, server, join(here, "../../src"))) {
    console.error(`docs/openapi.yaml: ${finding}`);
    failed++;
  }
  await server.stop();
  for (const operation of contract.unseen()) {
    console.error(`docs/openapi.yaml: no transcript asks ${operation}`);
    failed++;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

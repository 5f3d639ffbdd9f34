#!/usr/bin/env node
// docs/data_inventory.json claims every place where a datum can be, and nothing that is not there.
import { readFileSync } from "node:fs";
import { places, requestSchemas } from "./places.mjs";

const kReaders = ["you", "everybody", "moderators", "administrators", "nobody"];
const kBases = ["contract", "consent", "legal obligation", "legitimate interest"];
const kHomes = ["region", "browser", "memory"];

const inventory = JSON.parse(readFileSync(new URL("../../docs/data_inventory.json", import.meta.url), "utf8"));
const matches = (pattern, place) => (pattern.endsWith("*") ? place.startsWith(pattern.slice(0, -1)) : place === pattern);

export function findings(all) {
  const out = [];
  const claims = [...inventory.kinds, ...inventory.not_personal].flatMap((kind) =>
    Object.entries(kind.places).flatMap(([what, patterns]) =>
      patterns.map((pattern) => ({ pattern: `${what} ${pattern}`, kind }))));
  const given = requestSchemas();
  for (const { pattern } of claims.filter((one) => one.pattern.endsWith("*")))
    if (!pattern.startsWith("api ") || given.has(pattern.slice(4).replace(/\.?\*$/, "")))
      out.push(`"${pattern}": only whole answers of the API may be claimed with *; name what people give and what is kept`);
  for (const place of all) {
    const claimed = claims.filter(({ pattern }) => matches(pattern, place));
    if (!claimed.length) out.push(`${place} is in no kind: say what it is for, why it is lawful, how long it is kept, who reads it`);
    const table = /^column (personal_\w+)/.exec(place);
    const best = claimed.sort((a, b) => b.pattern.length - a.pattern.length)[0];
    if (table && best && !best.kind.id) out.push(`${place} is said not to be personal, in a table of personal data`);
  }
  for (const { pattern, kind } of claims)
    if (!all.some((place) => matches(pattern, place))) out.push(`"${pattern}" of ${kind.id ?? kind.why} is nowhere any more`);
  for (const kind of inventory.kinds) out.push(...untold(kind));
  return out;
}

function untold(kind) {
  const out = [];
  for (const field of ["name", "what", "purpose", "kept"])
    for (const language of ["en", "fr"])
      if (!kind[field]?.[language]) out.push(`${kind.id}: ${field} is not told in ${language}`);
  if (!kBases.includes(kind.basis)) out.push(`${kind.id}: basis is one of ${kBases.join(", ")}`);
  if (!kHomes.includes(kind.home)) out.push(`${kind.id}: home is one of ${kHomes.join(", ")}`);
  if (!kind.readers?.length || kind.readers.some((who) => !kReaders.includes(who))) out.push(`${kind.id}: readers are of ${kReaders.join(", ")}`);
  const { days, until } = kind.retention ?? {};
  if (!until && !(days >= 0)) out.push(`${kind.id}: retention has days, or until`);
  return out;
}

const all = places();
const found = findings(all);
for (const finding of found) console.error(`data: ${finding}`);
console.log(`data: ${all.length} places, ${inventory.kinds.length} kinds, ${found.length} findings`);
process.exit(found.length ? 1 : 0);

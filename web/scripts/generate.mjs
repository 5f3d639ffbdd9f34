// Types of the HTTP interface, from the contract. Nothing is written when they are newer than it.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../docs/openapi.yaml', import.meta.url);
const target = new URL('../src/api/generated/schema.d.ts', import.meta.url);
const age = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (age(target) <= age(source)) {
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, astToString(await openapiTS(source)));
}

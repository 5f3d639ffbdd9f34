// Every place where Soleil can keep or carry a datum, read from the sources themselves:
//   column TABLE.COLUMN       the migrations            fact TYPE.FIELD     src/model/fact.cpp, by its encoder
//   log KEY                   fields of log lines       cookie NAME         Set-Cookie of the server
//   storage NAME              what the browser keeps    api SCHEMA.FIELD    docs/openapi.yaml, answers and bodies
//   param NAME                of addresses, queries     blob PREFIX         kinds of files in the blob store
//   header NAME               request headers that are read    folder NAME  below the data folder
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const root = new URL("../..", import.meta.url).pathname;
const text = (path) => readFileSync(join(root, path), "utf8");

export function* files(folder, wanted) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path, wanted);
    else if (wanted.test(entry.name)) yield path;
  }
}

const isProduct = (path) => !/_test\.cpp$|_suite\.cpp$/.test(path);
const sources = () => [...files("src", /\.(cpp|h)$/)].filter(isProduct);

function* columns() {
  for (const path of files("src/platform/database/migrations", /\.sql$/)) {
    const sql = text(path).replace(/--.*$/gm, "");
    for (const [, table, body] of sql.matchAll(/CREATE TABLE (\w+) \(([\s\S]*?)\n\)/g))
      for (const line of body.split("\n")) {
        const name = /^\s+([a-z_0-9]+) /.exec(line)?.[1];
        if (name) yield `column ${table}.${name}`;
      }
    for (const [, table, name] of sql.matchAll(/ALTER TABLE (\w+) ADD COLUMN (\w+)/g)) yield `column ${table}.${name}`;
  }
}

// Keys that the encoders of facts write: out["key"] and json::object{{"key", …}}.
function* facts() {
  const code = text("src/model/fact.cpp") + text("src/model/placing_codec.cpp");
  for (const [, key] of code.matchAll(/\bout\["([a-z_]+)"\]/g)) yield `fact ${key}`;
  for (const [, fields] of code.matchAll(/json::object\{([\s\S]*?)\}[;)]/g))
    for (const [, key] of fields.matchAll(/\{"([a-z_]+)",/g)) yield `fact ${key}`;
}

function* logKeys() {
  for (const path of sources())
    for (const [, fields] of text(path).matchAll(/\blog_?(?:\.|->)(?:debug|info|warning|error)\(([\s\S]*?)\);/g))
      for (const [, key] of fields.matchAll(/\{"([a-z_]+)",/g)) yield `log ${key}`;
}

function* cookies() {
  for (const path of sources())
    for (const [, name] of text(path).matchAll(/"(soleil_(?:session|viewer|[a-z]+_cookie))(?:=)?"/g)) yield `cookie ${name}`;
}

function* headers() {
  for (const path of sources())
    for (const [, name] of text(path).matchAll(/(?:headers?\.(?:get|find|has|value)\(|_ascii\(name\) == )"([A-Za-z-]+)"/g))
      yield `header ${name.toLowerCase()}`;
}

function* storage() {
  for (const path of files("web/src", /\.(ts|svelte)$/)) {
    if (/\.test\.ts$/.test(path)) continue;
    const code = text(path);
    for (const [, name] of code.matchAll(/['"`](soleil[.][a-z_.]+)/g)) yield `storage ${name.replace(/\.$/, "")}`;
    for (const [, name] of code.matchAll(/indexedDB\.open\('([^']+)'/g)) yield `storage ${name}`;
  }
  for (const [, name] of text("web/public/sw.js").matchAll(/= '(soleil-[a-z]+)(?:-\d+)?'/g)) yield `storage ${name}`;
}

function* blobs() {
  for (const path of sources())
    for (const [, key] of text(path).matchAll(/"((?:public|personal)\/[a-z]+)\//g)) yield `blob ${key}`;
}

function* folders() {
  for (const path of sources())
    for (const [, name] of text(path).matchAll(/\bdata_?\.at\("([a-z_]+)"\)/g)) yield `folder ${name}`;
}

function* schemaFields(name, schema) {
  if (!schema || schema.$ref) return;
  for (const part of [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) yield* schemaFields(name, part);
  if (schema.items) yield* schemaFields(name, schema.items);
  for (const [field, inner] of Object.entries(schema.properties ?? {})) {
    yield `api ${name}.${field}`;
    yield* schemaFields(`${name}.${field}`, inner);
  }
}

// Schemas that requests are made of: what people give.
export function requestSchemas() {
  const document = contractDocument();
  const names = new Set();
  const follow = (node) => {
    if (typeof node !== "object" || !node) return;
    const name = node.$ref?.startsWith("#/components/schemas/") && named(node.$ref);
    if (name && !names.has(name)) {
      names.add(name);
      follow(document.components.schemas[name]);
    }
    Object.values(node).forEach(follow);
  };
  for (const item of Object.values(document.paths)) for (const parts of Object.values(item)) follow(parts.requestBody);
  return names;
}

const named = (ref) => ref?.split("/").at(-1);

function* operation(id, parts, document) {
  for (const parameter of parts.parameters ?? [])
    yield `param ${parameter.name ?? document.components.parameters[named(parameter.$ref)].name}`;
  for (const [kind, said] of Object.entries(parts.requestBody?.content ?? {}))
    if (/json/.test(kind)) yield* schemaFields(`${id}.body`, said.schema);
  for (const answer of Object.values(parts.responses ?? {}))
    for (const said of Object.values(answer.content ?? {})) yield* schemaFields(id, said.schema);
}

function contractDocument() {
  const yaml = createRequire(new URL("../../web/package.json", import.meta.url))("js-yaml");
  return yaml.load(text("docs/openapi.yaml"));
}

function* api() {
  const document = contractDocument();
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, parts] of Object.entries(item))
      yield* operation(parts.operationId ?? path, method === "parameters" ? { parameters: parts } : parts, document);
  for (const [name, schema] of Object.entries(document.components.schemas)) yield* schemaFields(name, schema);
  for (const [name, answer] of Object.entries(document.components.responses))
    for (const said of Object.values(answer.content ?? {})) yield* schemaFields(name, said.schema);
}

export function places() {
  const all = [columns, facts, logKeys, cookies, headers, storage, blobs, folders, api].flatMap((list) => [...list()]);
  return [...new Set(all)].sort();
}

// docs/openapi.yaml as a check: every JSON answer of a transcript must have the form that the file tells, every address of the
// file must be served, every method and address that is served must be in the file.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import http from "node:http";

const kMethods = ["get", "post", "put", "patch", "delete", "head", "options"];

export class Contract {
  #seen = new Set();

  constructor(file) {
    const yaml = createRequire(new URL("../../web/package.json", import.meta.url))("js-yaml");
    this.document = yaml.load(readFileSync(file, "utf8"));
    this.paths = Object.entries(this.document.paths).map(([path, item]) => ({
      path, item,
      pattern: new RegExp("^" + path.replace(/\{\w+\}/g, "[^/]*") + "$"),
      methods: kMethods.filter((method) => method in item),
    }));
  }

  // The operation that a request meets: literal addresses before patterns.
  find(method, target) {
    const path = target.split("?")[0];
    const entry = this.paths.find((p) => p.path === path) ?? this.paths.find((p) => p.pattern.test(path));
    return entry && { entry, operation: entry.item[method.toLowerCase()] };
  }

  problem(method, target, answer) {
    const found = this.find(method, target);
    if (!found?.operation) return null;  // addresses that do not exist are asked on purpose
    this.#seen.add(`${method} ${found.entry.path}`);
    if (!/^application\/json/.test(answer.headers["content-type"] ?? "") || method === "HEAD") return null;
    const told = this.resolve(found.operation.responses[String(answer.status)]);
    const schema = told?.content?.["application/json"]?.schema ?? (answer.status >= 400 ? this.document.components.schemas.Error : null);
    return schema ? this.#misfit(schema, JSON.parse(answer.text), "answer") : null;
  }

  // What a client sends: the query's names and the body's fields.
  requestProblem(method, target, body) {
    const found = this.find(method, target);
    if (!found?.operation) return `${method} ${target.split("?")[0]} is not told`;
    const told = [...(found.entry.item.parameters ?? []), ...(found.operation.parameters ?? [])].map((one) => this.resolve(one).name);
    for (const name of new URLSearchParams(target.split("?")[1] ?? "").keys())
      if (!told.includes(name)) return `"${name}" in the query is not told`;
    const schema = this.resolve(found.operation.requestBody)?.content?.["application/json"]?.schema;
    return schema && body ? this.#misfit(schema, body, "body") : null;
  }

  unseen() {
    return this.paths.filter(({ path }) => path.startsWith("/api/")).flatMap(({ path, methods }) =>
      methods.map((method) => `${method.toUpperCase()} ${path}`)).filter((operation) => !this.#seen.has(operation));
  }

  resolve(node) {
    if (!node?.$ref) return node;
    return this.resolve(node.$ref.slice(2).split("/").reduce((at, key) => at[key], this.document));
  }

  #misfit(given, value, where) {
    const schema = this.resolve(given);
    if (schema.enum && !schema.enum.includes(value)) return `${where}: ${JSON.stringify(value)} is not one of ${schema.enum}`;
    if (schema.type === "object" || schema.properties) return this.#misfitObject(schema, value, where);
    if (schema.type === "array") {
      if (!Array.isArray(value)) return `${where} is not a list`;
      return value.map((item, i) => this.#misfit(schema.items, item, `${where}[${i}]`)).find(Boolean) ?? null;
    }
    const fits = { string: typeof value === "string", boolean: typeof value === "boolean", integer: Number.isInteger(value), number: typeof value === "number" };
    return schema.type && !fits[schema.type] ? `${where}: ${JSON.stringify(value)} is no ${schema.type}` : null;
  }

  #misfitObject(schema, value, where) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return `${where} is not an object`;
    for (const name of schema.required ?? []) if (!(name in value)) return `${where} lacks "${name}", which docs/openapi.yaml requires`;
    for (const [name, item] of Object.entries(value)) {
      const told = schema.properties?.[name] ?? schema.additionalProperties;
      if (!told) return `${where} has "${name}", which docs/openapi.yaml does not tell`;
      const misfit = this.#misfit(told, item, `${where}.${name}`);
      if (misfit) return misfit;
    }
    return null;
  }
}

const unnamed = (path) => path.replace(/\{\w+\}/g, "{}");

function ask(port, method, path) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, method, path }, (response) => {
      resolve({ status: response.statusCode, allow: response.headers.allow ?? "" });
      request.destroy();
    });
    request.on("error", reject).end();
  });
}

// A method that an address does not take is answered 405 with those that it does.
export async function checkAddresses(contract, server, sources) {
  const findings = [];
  for (const { path, methods } of contract.paths) {
    const untold = ["put", "patch", "delete", "post"].find((method) => !methods.includes(method));
    const { status, allow } = await ask(server.port, untold.toUpperCase(), path.replace(/\{\w+\}/g, "x"));
    if (status !== 405) findings.push(`${untold.toUpperCase()} ${path} is answered ${status}: served, but not told?`);
    const served = allow.toLowerCase().split(/, */);
    for (const method of methods) if (!served.includes(method)) findings.push(`${method.toUpperCase()} ${path} is not served`);
    for (const method of served) {
      if (!path.startsWith("/api/") || methods.includes(method) || ["head", "options", ""].includes(method)) continue;
      // The pages take GET of everything, and must answer that there is no such page.
      if (method === "get" && (await ask(server.port, "GET", path.replace(/\{\w+\}/g, "x"))).status === 404) continue;
      findings.push(`${method.toUpperCase()} ${path} is served, but not told`);
    }
  }
  const literals = execFileSync("grep", ["-rhoE", "--include=*.cpp", "--exclude=*_test.cpp", "\"/api/v1/[a-z_/{}-]*\"", sources], { encoding: "utf8" });
  for (const literal of new Set(literals.trim().split("\n").map((text) => text.slice(1, -1))))
    if (!contract.paths.some(({ path }) => unnamed(path).startsWith(unnamed(literal)))) findings.push(`${literal} is in src/, but not told`);
  return findings;
}

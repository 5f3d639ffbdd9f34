// Plays a transcript: sends each request as its person, and compares what comes back.
import http from "node:http";
import { difference } from "./match.mjs";
import { fill } from "./transcript.mjs";

const kAnswerMs = 20_000;

export async function play(exchanges, server, contract, files) {
  const world = { server, contract, files, captured: { admin_link: server.link, port: String(server.port) }, people: {} };
  const failures = [];
  let passed = 0;
  for (const exchange of exchanges) {
    const problem = await tryUntil(exchange, world);
    if (problem) failures.push(`${exchange.line}: ${exchange.who}: ${exchange.method} ${exchange.path}: ${problem}`);
    else passed++;
  }
  return { passed, failures };
}

async function tryUntil(exchange, world) {
  const until = Date.now() + exchange.withinMs;
  for (;;) {
    const problem = await once(exchange, world).catch((error) => String(error));
    if (!problem || Date.now() >= until) return problem;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function once(exchange, world) {
  const person = (world.people[exchange.who] ??= { cookies: {}, csrf: "" });
  const path = fill(exchange.path, world.captured, world.files);
  const headers = {};
  for (const [name, value] of exchange.request.headers) headers[name] = fill(value, world.captured, world.files);
  const body = Buffer.from(fill(exchange.request.body, world.captured, world.files), "latin1");
  const answer = await send(world.server.port, exchange.method, path, dressed(exchange.method, headers, person), body);
  remember(answer, person);
  return compare(exchange, answer, world) ?? world.contract.problem(exchange.method, path, answer);
}

function dressed(method, headers, person) {
  const cookie = Object.entries(person.cookies).map(([name, value]) => `${name}=${value}`).join("; ");
  const out = { ...headers };
  const bearer = "Authorization" in headers;
  if (cookie && !bearer) out.Cookie ??= cookie;
  if (!["GET", "HEAD"].includes(method) && person.csrf && !bearer) out["X-Soleil-CSRF"] ??= person.csrf;
  return out;
}

function send(port, method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, method, path, headers: { "Content-Length": body.length, ...headers } }, (response) => {
      let text = "";
      const done = () => resolve({ status: response.statusCode, headers: response.headers, text });
      response.on("data", (bytes) => {
        text += bytes.toString("utf8");
        if (response.headers["content-type"] === "text/event-stream") done(), request.destroy();
      });
      response.on("end", done);
      response.on("error", reject);
    });
    request.setTimeout(kAnswerMs, () => request.destroy(new Error("no answer in time")));
    request.on("error", reject);
    request.end(body);
  });
}

function remember(answer, person) {
  for (const line of answer.headers["set-cookie"] ?? []) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    if (/Max-Age=0(;|$)/.test(line)) delete person.cookies[name];
    else person.cookies[name] = value;
  }
  try {
    const csrf = JSON.parse(answer.text).csrf;
    if (typeof csrf === "string") person.csrf = csrf;
  } catch {
    // not every answer is JSON
  }
}

function compare(exchange, answer, world) {
  const said = answer.text.slice(0, 300);
  if (answer.status !== exchange.status) return `${answer.status} is not ${exchange.status}: ${said}`;
  for (const [name, wanted] of exchange.expected.headers) {
    const value = answer.headers[name.toLowerCase()];
    const problem = difference(fill(wanted, world.captured, world.files), value && String(value), world.captured, name);
    if (problem) return problem;
  }
  if (!exchange.expected.body) return null;
  const wanted = Buffer.from(fill(exchange.expected.body, world.captured, world.files), "latin1").toString("utf8");
  if (/^\/.*\/$/s.test(wanted)) return difference(wanted, answer.text, world.captured);
  let actual;
  try {
    actual = JSON.parse(answer.text);
  } catch {
    return `not JSON: ${said}`;
  }
  return difference(JSON.parse(wanted), actual, world.captured);
}

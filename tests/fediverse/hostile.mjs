// A server that plays foul: small, in the open, signing with another library (activitypub-http-signatures) and with keys of its
// own. Each person is a document that says what the case wants.
import { createHash, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { Sha256Signer } from "activitypub-http-signatures";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });
export const otherPair = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });

export class Hostile {
  asked = [];          // paths that were fetched
  posted = [];         // bodies that were posted here
  special = new Map(); // path -> (request, response) => …
  async start() {
    this.server = createServer((request, response) => {
      if (request.method === "GET") this.asked.push(request.url);
      const special = this.special.get(request.url);
      if (special) return special(request, response);
      if (request.method === "POST") {
        let body = "";
        request.on("data", (bytes) => (body += bytes)).on("end", () => { this.posted.push(body); response.writeHead(202).end(); });
        return undefined;
      }
      const name = /^\/users\/(\w+)$/.exec(request.url)?.[1];
      if (!name) return void response.writeHead(404).end();
      return void response.setHeader("Content-Type", "application/activity+json").end(JSON.stringify(this.person(name)));
    });
    await new Promise((listening) => this.server.listen(0, "127.0.0.1", listening));
    this.host = `127.0.0.1:${this.server.address().port}`;
    this.url = `http://${this.host}`;
    return this;
  }
  actor(name) { return `${this.url}/users/${name}`; }
  person(name, more = {}) {
    const id = this.actor(name);
    return { "@context": "https://www.w3.org/ns/activitystreams", id, type: "Person", preferredUsername: name, inbox: `${id}/inbox`,
      publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: pair.publicKey }, ...more };
  }
  follow(name, to, more = {}) {
    return { "@context": "https://www.w3.org/ns/activitystreams", id: `${this.actor(name)}/follows/${Math.random()}`, type: "Follow", actor: this.actor(name), object: to, ...more };
  }
  // Headers of a signed post; the case bends them.
  sign(url, body, { key = pair, keyId, date = new Date(), covered } = {}) {
    const headers = { host: new URL(url).host, date: date.toUTCString(), digest: `SHA-256=${createHash("sha256").update(body).digest("base64")}` };
    const signer = new Sha256Signer({ publicKeyId: keyId, privateKey: key.privateKey, headerNames: covered });
    return { ...signer.generateHeaders({ url, method: "POST", headers }), "content-type": "application/activity+json" };
  }
}

// fetch() sets Host by itself, and refuses ours: so by hand.
export async function post(url, body, headers) {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers: { ...headers, "content-length": Buffer.byteLength(body) } }, (answer) => {
      let text = "";
      answer.on("data", (bytes) => (text += bytes)).on("end", () => {
        let reason = "";
        try { reason = JSON.parse(text).error.reason; } catch { /* no body */ }
        resolve({ status: answer.statusCode, reason });
      });
    });
    sent.on("error", reject).end(body);
  });
}

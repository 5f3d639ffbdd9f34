// Another server of the fediverse, made with Fedify (fedify.dev), which is not ours: it makes the keys, signs what it sends,
// fetches our actor, checks our signatures and reads our JSON-LD. What it was sent is in `heard`.
import { createServer } from "node:http";
import { Accept, Create, Delete, Endpoints, Follow, MemoryKvStore, Person, Undo, Update, createFederation, generateCryptoKeyPair } from "@fedify/fedify";

export const until = async (what, ask, ms = 20_000) => {
  for (const end = Date.now() + ms; ; ) {
    const found = await ask();
    if (found) return found;
    if (Date.now() > end) throw new Error(`it did not happen: ${what}`);
    await new Promise((resume) => setTimeout(resume, 25));
  }
};

async function requestOf(message, origin) {
  const parts = [];
  for await (const part of message) parts.push(part);
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) headers.set(name, String(value));
  const body = message.method === "POST" ? Buffer.concat(parts) : undefined;
  return new Request(origin + message.url, { method: message.method, headers, body });
}

export class Peer {
  heard = [];      // {type, id, object, to: inbox path, at}
  refused = 0;     // posts that Fedify did not believe
  broken = false;  // answers 500 to every post
  constructor({ shared = true } = {}) { this.shared = shared; }

  async start() {
    this.keys = new Map();
    const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true });
    const people = federation.setActorDispatcher("/users/{identifier}", async (context, name) => {
      if (this.gone?.has(name)) return null;
      const keys = await context.getActorKeyPairs(name);
      return new Person({ id: context.getActorUri(name), preferredUsername: name, inbox: context.getInboxUri(name), publicKey: keys[0].cryptographicKey,
        ...(this.shared && { endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }) }) });
    });
    people.setKeyPairsDispatcher(async (_, name) => {
      if (!this.keys.has(name)) this.keys.set(name, await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"));
      return [this.keys.get(name)];
    });
    const listeners = federation.setInboxListeners("/users/{identifier}/inbox", "/inbox");
    for (const type of [Accept, Create, Update, Delete])
      listeners.on(type, async (_, activity) => {
        this.heard.push({ type: type.name, id: activity.id?.href, json: await activity.toJsonLd({ format: "compact" }), at: Date.now() });
      });
    this.server = createServer(async (message, response) => {
      try {
        if (message.method === "POST" && this.broken) return void response.writeHead(500).end();
        const answer = await federation.fetch(await requestOf(message, this.url), { contextData: undefined });
        if (message.method === "POST" && answer.status >= 400) this.refused++;
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
      } catch (error) {
        console.error(`peer: ${error.stack}`);
        response.writeHead(500).end();
      }
    });
    await new Promise((listening) => this.server.listen(this.port ?? 0, "127.0.0.1", listening));
    this.port = this.server.address().port;
    this.host = `127.0.0.1:${this.port}`;
    this.url = `http://${this.host}`;
    this.context = federation.createContext(new URL(this.url), undefined);
    return this;
  }
  stop() {
    this.server.closeAllConnections();
    return new Promise((closed) => this.server.close(closed));
  }

  actor(name) { return this.context.getActorUri(name); }
  #send(name, to, activity) { return this.context.sendActivity({ identifier: name }, to, activity, { fanout: "skip" }); }
  // `to`: our actor as Fedify looked it up.
  async follow(name, to) {
    const id = new URL(`${this.url}/follows/${name}/${Math.random().toString(36).slice(2)}`);
    await this.#send(name, to, new Follow({ id, actor: this.actor(name), object: to.id }));
    return id;
  }
  async unfollow(name, to, follow) {
    const object = new Follow({ id: follow, actor: this.actor(name), object: to.id });
    await this.#send(name, to, new Undo({ id: new URL(`${follow.href}/undo`), actor: this.actor(name), object }));
  }
  async leave(name, to) {  // the account is deleted, and its own server knows it no more
    const said = new Delete({ id: new URL(`${this.actor(name).href}#delete`), actor: this.actor(name), object: this.actor(name) });
    await this.#send(name, to, said);
  }
  of(type) { return this.heard.filter((one) => one.type === type); }
}

// The real server with one person on it, who uploads whole files; and a stranger who asks all the
// while whether the server still answers.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Person, Server, freePort, sleep } from "../crash/server.mjs";

const TUS = { "Tus-Resumable": "1.0.0" };
const CONFIG = "[upload]\nopen_uploads_max = 1000\ndisk_floor_bytes = 0\n";
const encoded = (text) => Buffer.from(text).toString("base64");

export class Site {
  static async open(program, folder) {
    mkdirSync(join(folder, "web"), { recursive: true });
    writeFileSync(join(folder, "web/index.html"), "<!doctype html><title>corpus</title>");
    writeFileSync(join(folder, "soleil.toml"), CONFIG);
    const server = new Server(program, folder, await freePort());
    server.start();
    await server.ready();
    const site = Object.assign(new Site(), { server, folder, person: new Person(server), asked: 0, unanswered: 0, slowest_ms: 0 });
    await site.person.register("corpus");
    site.watch();
    return site;
  }

  async watch() {
    while (!this.closed) {
      const begun = Date.now();
      const answer = await this.server.request("GET", "/healthz", { timeoutMs: 5_000 }).catch(() => null);
      if (this.closed) return;
      this.asked++;
      this.slowest_ms = Math.max(this.slowest_ms, Date.now() - begun);
      if (answer?.status !== 200) this.unanswered++;
      await sleep(200);
    }
  }

  async close() {
    this.closed = true;
    await this.server.stop();
  }

  // The video as its author sees it once its state is final: published and whole, or refused.
  async upload(file, name, timeoutMs) {
    const body = readFileSync(file);
    const answer = await this.person.request("POST", "/api/v1/uploads", {
      headers: { ...TUS, "Upload-Length": body.length, "Content-Type": "application/offset+octet-stream",
        "Upload-Metadata": `filename ${encoded(name)},title ${encoded("corpus")}` },
      body,
    });
    const id = answer.headers["x-soleil-video"];
    if (answer.status !== 201) return { state: "refused", ...reasonOf(answer.text), id };
    const seen = [];
    for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(100)) {
      const video = (await this.person.json("GET", `/api/v1/videos/${id}`)).json;
      if (video.media?.hls) seen.push(video.media.hls);
      const whole = video.state === "published" && video.progress === 100;
      if (whole || video.state === "refused") return { ...video, id, seen, refused_reason: video.refused?.reason, refused_message: video.refused?.message };
    }
    return { state: "unfinished", id, seen };
  }

  address(path) { return `http://127.0.0.1:${this.server.port}${path}`; }

  // The newest version's folder on the disk, and what it holds, in MediaInfo's words.
  files(video) {
    const all = ["blobs", "blob", ""].map((name) => join(this.folder, "data", name, "objects/public/video", video.id)).find(existsSync);
    const folder = join(all, readdirSync(all).sort((a, b) => Number(a) - Number(b)).at(-1));
    const names = readFileSync(join(folder, "master.m3u8"), "utf8").split("\n").filter((l) => l && !l.startsWith("#"));
    const media = { master: "master.m3u8", duration_ms: video.duration_ms, poster: "poster.jpg", preview: "preview.webp", mp4: "fallback.mp4",
      storyboard: { image: "storyboard.webp" }, renditions: names.map((playlist) => ({ playlist, name: playlist.replace(".m3u8", "") })) };
    return { folder, media };
  }
}

function reasonOf(text) {
  try {
    const { reason, message, what, error } = JSON.parse(text);
    return { refused_reason: error?.reason ?? reason, refused_message: error?.message ?? error?.what ?? message ?? what ?? text };
  } catch { return { refused_message: text.slice(0, 200) }; }
}

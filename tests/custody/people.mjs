// A hundred things that people keep private here, each a marker that stands nowhere else.
import { randomBytes } from "node:crypto";
import { makeClip } from "../api/clip.mjs";

const kPeople = 25;
const marker = () => `soleilmark${randomBytes(12).toString("hex")}`;
const base64 = (text) => Buffer.from(text).toString("base64");

async function upload(person, live, { name, title, bytes, length = bytes.length }) {
  const answer = await fetch(`http://127.0.0.1:${live.port}/api/v1/uploads`, {
    method: "POST",
    headers: {
      ...person.headers(), "Tus-Resumable": "1.0.0", "Upload-Length": String(length),
      "Upload-Metadata": `filename ${base64(name)},title ${base64(title)}`,
      ...(bytes && { "Content-Type": "application/offset+octet-stream" }),
    },
    body: bytes,
  });
  if (answer.status !== 201) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
  return answer.headers.get("x-soleil-video");
}

// A video that everybody sees, for people to report.
export async function publishVideo(live, title) {
  const author = await live.member("author");
  const video = await upload(author, live, { name: "clip.mp4", title, bytes: makeClip() });
  for (let tries = 0; tries < 600; tries++) {
    if ((await author.json("GET", `/api/v1/videos/${video}`)).state === "published") return video;
    await new Promise((resume) => setTimeout(resume, 250));
  }
  throw new Error("the video was not published");
}

// [{ person, handle, words: [2], note, report, filename, watched }]
export async function plant(live, video) {
  const planted = [];
  for (let i = 0; i < kPeople; i++) {
    const handle = `person${i}`, person = await live.member(handle);
    const one = { person, handle, words: [marker(), marker()], note: marker(), filename: marker(), watched: marker() };
    for (const what of one.words) await person.json("POST", "/api/v1/me/mutes", { kind: "word", what });
    one.report = (await person.json("POST", `/api/v1/videos/${video}/report`, { reason: "harassment", note: one.note })).report_id;
    await upload(person, live, { name: `${one.filename}.mp4`, title: "", length: 1000 });
    const fact = { id: one.watched, type: "watched", video_id: video, at_ms: Date.now(), watch_ms: 900, duration_ms: 1000, loops: 1, surface: "for_you" };
    await person.json("POST", "/api/v1/facts", { facts: [fact] });
    planted.push(one);
  }
  return planted;
}
export const markersOf = (planted) => planted.flatMap((one) => [...one.words, one.note, one.filename]);
// What they watched: a fact's own number.
export const factsOf = (planted) => planted.map((one) => one.watched);

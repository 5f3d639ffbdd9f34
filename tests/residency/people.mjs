// Persons with planted markers: words that must be found nowhere but at their home.
import { randomBytes } from "node:crypto";

const TUS = { "Tus-Resumable": "1.0.0" };
const encoded = (text) => Buffer.from(text).toString("base64");

export function marker(n) {
  return `zq${n}${randomBytes(6).toString("hex")}`;
}

// Public: a handle, a name. Personal, with a marker each: password, muted word, note of a report,
// file name of an upload, title of a private video.
export async function settle(world, region, country, n) {
  const secrets = { password: `${marker(n)} pass`, mute: marker(n), note: marker(n), file: marker(n), title: marker(n) };
  const person = await world.resident(region, `person.${n}`, country, { password: secrets.password });
  Object.assign(person, { region, country, n, secrets });
  const asked = await person.json("POST", "/api/v1/me/mutes", { kind: "word", what: secrets.mute });
  if (asked.status >= 300) throw new Error(`mute: ${asked.status} ${asked.text}`);
  person.upload = await beginUpload(person, secrets);
  return person;
}

async function beginUpload(person, { file, title }) {
  const meta = `filename ${encoded(`${file}.mp4`)},title ${encoded(title)},visibility ${encoded("private")}`;
  const answer = await person.request("POST", "/api/v1/uploads", { headers: { ...TUS, "Upload-Length": 1000, "Upload-Metadata": meta } });
  if (answer.status !== 201) throw new Error(`upload: ${answer.status} ${answer.text}`);
  return { location: answer.headers.location, video: answer.headers["x-soleil-video"] };
}

export async function publish(person, clip, title) {
  const meta = `filename ${encoded("a.mp4")},title ${encoded(title)},visibility ${encoded("public")},tags ${encoded("sea")}`;
  const made = await person.request("POST", "/api/v1/uploads", { headers: { ...TUS, "Upload-Length": clip.length, "Upload-Metadata": meta } });
  if (made.status !== 201) throw new Error(`upload: ${made.status} ${made.text}`);
  const sent = await person.request("PATCH", made.headers.location, { headers: { ...TUS, "Upload-Offset": 0, "Content-Type": "application/offset+octet-stream" }, body: clip });
  if (sent.status !== 204) throw new Error(`patch: ${sent.status} ${sent.text}`);
  return made.headers["x-soleil-video"];
}

// Everything that is forbidden, tried from one region's servers, keys and database against persons
// whose home is another. An attempt is {what, status, text}; `refused` says whether it was.
import { spawnSync } from "node:child_process";
import { cpSync, lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { passOf } from "./pass.mjs";

const JSON_TYPE = { "Content-Type": "application/json" };
const answered = (what, answer, wanted) => ({ what, text: answer.text, refused: wanted.includes(answer.status), status: answer.status });

// With all that the person has: cookie, token, handle, password.
export async function byApi(server, home, person) {
  const token = person.cookies.get("soleil_session"), handle = `person.${person.n}`;
  const cookie = { Cookie: `soleil_session=${token}`, "X-Soleil-CSRF": person.csrf }, bearer = { Authorization: `Bearer ${token}` };
  const ask = (method, path, headers = {}, body = null) => server.request(method, path, { headers: { ...(body ? JSON_TYPE : {}), ...headers }, body: body && JSON.stringify(body) });
  const out = [];
  for (const path of ["/api/v1/me/videos", "/api/v1/me/liked", "/api/v1/me/controls", "/api/v1/me/taste", "/api/v1/me/home", "/api/v1/me/reports", "/api/v1/sessions"])
    out.push(answered(`cookie ${path}`, await ask("GET", path, cookie), [421]), answered(`bearer ${path}`, await ask("GET", path, bearer), [421]));
  const { password } = person.secrets;
  out.push(
    answered("sign in", await ask("POST", "/api/v1/session", {}, { handle: `${handle}@${home}`, password }), [421]),
    answered("sign in as if here", await ask("POST", "/api/v1/session", {}, { handle, password }), [403, 429]),
    answered("sign up", await ask("POST", "/api/v1/accounts", {}, { handle: `${handle}.x`, password, country: person.country }), [421]),
    answered("edit", await ask("PATCH", "/api/v1/me", bearer, { bio: person.secrets.note }), [421]),
    answered("erase", await ask("POST", "/api/v1/me/erase", bearer, { password }), [421]),
    answered("move", await ask("POST", "/api/v1/me/move", bearer, { password, country: "JP" }), [421]),
    answered("copy of it all", await ask("POST", "/api/v1/me/export", bearer, { password }), [421]),
    answered("mute", await ask("POST", "/api/v1/me/mutes", bearer, { kind: "word", what: person.secrets.mute }), [421]),
    answered("profile", await ask("GET", `/api/v1/accounts/${handle}@${home}`), [404]),
    answered("private video", await ask("GET", `/api/v1/videos/${person.upload.video}`, bearer), [404, 421]),
    answered("private video's page", await ask("GET", `/v/${person.upload.video}`), [404]),
    answered("upload", await ask("HEAD", person.upload.location, { "Tus-Resumable": "1.0.0", ...bearer }), [401, 404, 421]),
  );
  const search = await ask("GET", `/api/v1/search?q=${person.secrets.title}`);
  out.push({ what: "search", ...search, refused: search.status === 200 && JSON.parse(search.text).videos.length === 0 });
  return out;
}

export async function byBlobUrl(server, person) {
  const { video } = person.upload, own = person.account.id, out = [];
  for (const file of ["poster.jpg", "master.m3u8", `..%2f..%2f..%2fpersonal%2fsource%2f${own}%2fx`])
    for (const place of [`/media/AAAA/${video}`, `/media/far/AAAA/${video}`])
      out.push(answered(`${place.split("/")[2]} ${file}`, await server.request("GET", `${place}/${file}`), [400, 404]));
  return out;
}

// As the region itself, with its own key.
export async function byRegion(server, target, targetId, person) {
  const id = server.region.id, out = [];
  const path = `/api/v1/regions/media/${person.upload.video}/1/poster.jpg`;
  const as = (name, address, more) => passOf(server.data, name, "GET", address, more);
  out.push(
    answered("region: private file", await target.request("GET", path, { headers: as(id, path) }), [404]),
    answered("region: under its name", await target.request("GET", path, { headers: as(targetId, path) }), [403]),
    answered("region: an old pass", await target.request("GET", path, { headers: as(id, path, { now: Date.now() - 120_000 }) }), [403]),
    answered("region: pass of another address", await target.request("GET", path, { headers: as(id, "/api/v1/regions/catalogue") }), [403]),
  );
  const standing = "/api/v1/regions/standing";
  out.push(
    answered("how it stands: without a pass", await target.request("GET", standing), [403]),
    answered("how it stands: under its name", await target.request("GET", standing, { headers: as(targetId, standing) }), [403]),
    answered("how it stands: as somebody's", await target.request("GET", standing, { headers: { Cookie: `soleil_session=${person.cookies.get("soleil_session")}` } }), [403]),
  );
  const arrivals = "/api/v1/regions/arrivals", body = JSON.stringify({ arrival: person.account.id, handle: "x" });
  const plain = await target.request("POST", arrivals, { headers: passOf(server.data, id, "POST", arrivals, { body }), body });
  out.push(answered("region: an arrival that is not sealed", plain, [403]));
  return out;
}

// With the database in hand: as the server's own role, past all code.
export function byDatabase(server, persons) {
  const out = [], file = join(server.data, "soleil.db");
  const rows = (id) => [
    `INSERT INTO personal_credential VALUES (${id}, 'hash')`,
    `INSERT INTO personal_session VALUES (x'00', ${id}, ${id}, 'c', 'browser', '', 1, 1, 1)`,
    `INSERT INTO personal_sign_in_link VALUES (x'00', ${id}, 1)`,
    `INSERT INTO personal_follow VALUES (${id}, ${id}, 1)`,
    `INSERT INTO personal_like VALUES (${id}, ${id}, 1)`,
    `INSERT INTO personal_upload VALUES (${id}, ${id}, 0, 'whole', 'open', 1, '', '', 1, 1)`,
    `INSERT INTO personal_control VALUES (${id}, '{}', 1)`,
    `INSERT INTO personal_residence (account_id, country, declared_ms) VALUES (${id}, 'US', 1)`,
    `INSERT INTO personal_report (id, video_id, reporter_id, reason, state, created_ms) VALUES (1, 1, ${id}, 'x', 'open', 1)`,
  ];
  for (const person of persons)
    for (const sql of rows(person.number)) {
      const done = spawnSync("python3", ["-c", "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1],timeout=20)\nc.execute(sys.argv[2])\nc.commit()", file, sql], { encoding: "utf8" });
      out.push({ what: sql.slice(0, 40), text: "", status: done.status, refused: done.status !== 0 && /home is another region/.test(done.stderr) });
    }
  return out;
}

export async function byBackup(vaultPort, server, others) {
  const out = [];
  const ask = (method, path, headers) => fetch(`http://127.0.0.1:${vaultPort}${path}`, { method, headers }).then(async (r) => ({ status: r.status, text: await r.text() }));
  for (const other of others) {
    for (const path of [`/vault/${other}/head`, `/vault/${other}?list=`, `/vault/${server.region.id}/..%2f${other}%2fhead`]) {
      out.push(answered(`vault ${path}`, await ask("GET", path, passOf(server.data, server.region.id, "GET", path)), [400, 403, 404]));
      out.push(answered(`vault ${path} under its name`, await ask("GET", path, passOf(server.data, other, "GET", path)), [400, 403, 404]));
      out.push(answered(`vault ${path} without a pass`, await ask("GET", path, {}), [400, 403, 404]));
    }
    const path = `/vault/${other}/head`;
    out.push(answered(`vault: drop ${other}`, await ask("DELETE", path, passOf(server.data, server.region.id, "DELETE", path)), [403]));
  }
  return out;
}

// The data of one region, started as another.
export function byName(program, server, other) {
  const copy = join(server.folder, "copy");
  cpSync(server.data, copy, { recursive: true, filter: (path) => !lstatSync(path).isSocket() }); // of the key service
  const toml = join(server.folder, "other.toml");
  writeFileSync(toml, readFileSync(join(server.folder, "soleil.toml"), "utf8").replace(`name = "${server.region.id}"`, `name = "${other}"`).replace(/port = \d+/, "port = 0").replace(/\[backup\][\s\S]*/, ""));
  const run = spawnSync(program, ["serve", "--data", copy, "--config", toml, "--web", join(server.folder, "web"), "--port", "0"], { encoding: "utf8", timeout: 20_000 });
  rmSync(copy, { recursive: true });
  return [{ what: `started as ${other}`, text: run.stderr, status: run.status, refused: run.status === 1 && /is that of region/.test(run.stderr) }];
}

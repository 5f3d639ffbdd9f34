// Three real servers tell each other what their viewers took to: 15 guests of Dublin watch a public video of Virginia's, Dublin's next
// release tells of it, and Virginia's own fact log has what it taught; of 15 guests who watch at Singapore under persons_min nothing is told.
// node exchange.mjs PROGRAM; needs ffmpeg.
import { randomBytes } from "node:crypto";
import { makeClip } from "../api/clip.mjs";
import { readFacts } from "../crash/facts.mjs";
import { sleep } from "../crash/server.mjs";
import { publish } from "./people.mjs";
import { World } from "./world.mjs";

const kGuests = 15, kEveryMs = 3_000;
const persons = { virginia: 5, dublin: 5, singapore: 5 };
const terms = ({ id }) => `[exchange]\nevery_ms = ${kEveryMs}\nbudget_ms = ${kEveryMs}\nepsilon = 100\npersons_min = ${id === "singapore" ? 50 : persons[id]}\n`;

const until = async (what, ask) => {
  for (let i = 0; i < 300; ++i, await sleep(100)) if (await ask()) return;
  throw new Error(`never came: ${what}`);
};

async function watch(world, region, video) {
  const guests = Array.from({ length: kGuests }, () => world.visitor(region));
  for (const guest of guests) await guest.meet();
  await Promise.all(guests.map(async (guest) => {
    const fact = { type: "watched", id: randomBytes(12).toString("base64url"), video_id: video, at_ms: Date.now(), watch_ms: 900 };
    const answer = await guest.json("POST", "/api/v1/facts", { facts: [fact] });
    if (answer.status !== 202) throw new Error(`${region}: ${answer.status} ${answer.text}`);
  }));
}

const program = process.argv[2], world = new World(program);
process.on("exit", () => Object.values(world.servers).forEach((server) => server.child?.kill("SIGKILL")));
try {
  await world.open({ config: terms });
  const author = await world.resident("virginia", "the.author", "US");
  const video = await publish(author, makeClip(), "A public boat");
  const stands = async (region) => (await world.visitor(region).json("GET", "/api/v1/exchange")).json;
  for (const region of ["dublin", "singapore"]) {
    await until(`the video at ${region}`, async () => (await world.servers[region].request("GET", `/api/v1/videos/${video}`)).status === 200);
    await watch(world, region, video);
  }
  const heard = async (from) => (await stands("virginia")).heard.find((one) => one.region === from) ?? { videos: 0, number: 0 };
  // A release that came just between them tells of none: then others watch.
  for (let tries = 0; (await heard("dublin")).videos !== 1; ++tries) {
    if (tries === 5) throw new Error("Dublin never told");
    const before = (await heard("dublin")).number;
    await until("Dublin's next release", async () => (await heard("dublin")).videos === 1 || (await heard("dublin")).number > before + 1);
    if ((await heard("dublin")).videos !== 1) await watch(world, "dublin", video);
  }
  await until("three of Singapore's releases", async () => (await stands("singapore")).told?.number >= 3);
  if ((await stands("singapore")).told.videos) throw new Error("Singapore tells of 15 persons where 50 are needed");
  for (const server of Object.values(world.servers)) await server.stop();
  const taught = readFacts(world.servers.virginia.data).filter((fact) => fact.type === "taught");
  const right = (fact) => fact.video === video && !fact.viewer && fact.id.startsWith("taught-dublin-");
  if (!taught.length || !taught.every(right)) throw new Error(`Virginia learned ${JSON.stringify(taught)}`);
  console.log(`exchange guests=${kGuests} taught=${taught.length} persons=${taught[0].persons.toFixed(1)}`);
} finally {
  await world.close();
}

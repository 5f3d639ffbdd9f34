// ./dev bench publish [ROUNDS [PART OF A CLIP'S NAME]]: the same 30-second clips, in turns, through
//   soleil:  the pipeline in its sandbox, from the end of the upload until all renditions are published;
//   ladder:  the best single ffmpeg command that makes the same rungs with the same settings (one decode; sound levelled by
//            the gain that Soleil measured, encoded for each rung), no sandbox, nothing measured, nothing published;
//   lowest:  ffmpeg making the lowest rung alone.
// A round's ladder_ratio = soleil/ladder; its first_play_ratio = soleil's first playable segment / lowest. The median of the
// rounds counts, and the worst clip. No new round begins after kEnoughMs. The extras (poster, preview, storyboard, MP4) are
// made and told apart in the first round; later ones stop after the ladder.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const root = resolve(import.meta.dirname, "../..");
const soleil = process.env.SOLEIL_BINARY ?? join(root, "build/release/soleil");
const shared = join(process.env.SOLEIL_SHARED ?? resolve(root, "../shared"), "data/media/clips");
const rounds = Number(process.argv[2] ?? 3), kEnoughMs = 200_000, wanted = process.argv[3] ?? "";
const work = mkdtempSync(join(tmpdir(), "soleil-publish-"));
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

function ffmpeg(args) {
  const begun = process.hrtime.bigint();
  const { status, stderr } = spawnSync("ffmpeg", ["-v", "error", "-nostdin", "-y", ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`ffmpeg: ${stderr}`);
  return Number(process.hrtime.bigint() - begun) / 1e6;
}

// Real clips, looped to 30 s; without the corpus, moving test pictures with noise.
function makeClips() {
  const real = ["packages__Butterfly-209.mp4", "sam2__01_dog.mp4"].filter((n) => n.includes(wanted)).map((n) => join(shared, n)).filter(existsSync);
  const clips = real.map((source, i) => {
    const clip = join(work, `clip${i}.mp4`);
    ffmpeg(["-stream_loop", "30", "-i", source, "-map", "0:v:0", "-map", "0:a:0?", "-t", "30", "-vf", "fps=30", "-c:v", "libx264",
      "-preset", "veryfast", "-crf", "18", "-c:a", "aac", clip]);
    return clip;
  });
  if (clips.length) return clips;
  const clip = join(work, "made.mp4");
  ffmpeg(["-f", "lavfi", "-i", "mandelbrot=s=1080x1920:r=30", "-f", "lavfi", "-i", "sine=440:b=4", "-t", "30", "-vf",
    "noise=alls=8:allf=t", "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-c:a", "aac", clip]);
  return [clip];
}

// What each event said and when: { playable, ladder, published }.
async function throughSoleil(clip, { whole }) {
  const out = mkdtempSync(join(work, "out-")), seen = {};
  const child = spawn(soleil, ["process", clip, "--out", out], { stdio: ["ignore", "pipe", "ignore"] });
  const closed = new Promise((done) => child.on("close", done));
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line);
    seen[event.event] = event;
    if (event.event === "ladder" && !whole) child.kill("SIGTERM");
  }
  await closed;
  rmSync(out, { recursive: true, force: true, maxRetries: 5 });
  if (!seen.ladder || !seen.playable) throw new Error(`soleil process ${clip}: ${JSON.stringify(seen)}`);
  return seen;
}

// As src/media/rungs.cpp and plan.cpp have it.
const maxRate = (r) => Math.max(200_000, Math.round((900e3 * ((r.width * r.height) / (640 * 360)) ** 0.82 * (r.frame_rate > 31 ? 1.4 : 1)) / 50e3) * 50e3);

function rungArgs(r, media, out) {
  const sound = media.has_audio
    ? ["-map", "0:a:0", "-af", `volume=${media.loudness.gain_db}dB`, "-c:a", "aac", "-b:a", "128000", "-ac", "2", "-ar", "48000"] : [];
  return ["-map", `[v${r.name}]`, ...sound, "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "23", "-maxrate",
    String(maxRate(r)), "-bufsize", String(2 * maxRate(r)), "-threads:v", "3", "-sc_threshold", "0", "-g", "600", "-force_key_frames",
    "expr:gte(t,if(lte(n_forced,1),n_forced,(n_forced-1)*2))", "-f", "hls", "-hls_segment_type", "fmp4", "-hls_time", "0.5", "-hls_list_size", "0",
    "-hls_playlist_type", "event", "-hls_flags", "single_file+independent_segments", "-hls_segment_filename", join(out, `${r.name}.mp4`),
    join(out, `${r.name}.m3u8`)];
}

function withFfmpeg(clip, media, rungs) {
  const out = mkdtempSync(join(work, "plain-"));
  let graph = "[0:v:0]";
  [...rungs].reverse().forEach((r, i, all) => {
    graph += `scale=${r.width}:${r.height}:flags=bicubic${i === 0 ? `,fps=${media.renditions[0].frame_rate},format=yuv420p` : ""}`;
    graph += i === all.length - 1 ? `[v${r.name}]` : `,split=2[v${r.name}][n${r.name}];[n${r.name}]`;
  });
  const ms = ffmpeg(["-threads", "2", "-i", clip, "-filter_complex", graph, ...rungs.flatMap((r) => rungArgs(r, media, out))]);
  rmSync(out, { recursive: true });
  return ms;
}

async function round(clip) {
  const seen = await throughSoleil(clip.path, { whole: !clip.media });
  clip.media ??= seen.published.media;
  const ladder = withFfmpeg(clip.path, clip.media, clip.media.renditions);
  const lowest = withFfmpeg(clip.path, clip.media, clip.media.renditions.slice(0, 1));
  const ms = { soleil: seen.ladder.at_ms, ladder, playable: seen.playable.at_ms, lowest };
  clip.rounds.push({ ladder: ms.soleil / ladder, first: ms.playable / lowest });
  const extras = seen.published ? `, extras ${((seen.published.at_ms - ms.soleil) / ladder).toFixed(3)} more` : "";
  console.log(`${clip.media.width}x${clip.media.height} ${clip.media.renditions.map((r) => r.name).join("/")}` +
    `${clip.media.loudness?.limited ? " limiter" : ""}: ${Object.entries(ms).map(([k, v]) => `${k} ${v.toFixed(0)}`).join(", ")} ms; ` +
    `ladder ${(ms.soleil / ladder).toFixed(3)}, first play ${(ms.playable / lowest).toFixed(3)}${extras}`);
}

const begun = Date.now();
const clips = makeClips().map((path) => ({ path, rounds: [] }));
for (let i = 0; i < rounds && (i === 0 || Date.now() - begun < kEnoughMs); i++) for (const clip of clips) await round(clip);
rmSync(work, { recursive: true, force: true });
const worst = (key) => Math.max(...clips.map((c) => median(c.rounds.map((r) => r[key]))));
console.log(`publish ladder_ratio=${worst("ladder").toFixed(3)} first_play_ratio=${worst("first").toFixed(3)} clips=${clips.length}`);
process.exit(worst("ladder") <= 1.15 && worst("first") <= 0.25 ? 0 : 1);

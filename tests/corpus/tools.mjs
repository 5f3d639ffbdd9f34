// Running tools, and small facts about media files, by ffprobe and ffmpeg alone: nothing of Soleil's code.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function run(program, args, { timeoutMs = 300_000, encoding = "utf8" } = {}) {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: timeoutMs, maxBuffer: 1 << 28, encoding, killSignal: "SIGKILL" },
      (error, stdout, stderr) => resolve({ status: error ? error.code ?? -1 : 0, killed: !!error?.killed, stdout, stderr }));
  });
}

export async function probe(file) {
  const { stdout } = await run("ffprobe", ["-v", "error", "-of", "json", "-show_streams", "-show_format", "-count_packets", file]);
  try { return JSON.parse(stdout); } catch { return { streams: [], format: {} }; }
}

export const streamsOf = (info, kind) =>
  (info.streams ?? []).filter((s) => s.codec_type === kind && Number(s.nb_read_packets ?? 0) > 0);

// The track a person would call "the video": most pictures, no cover art.
export function mainVideo(info) {
  return streamsOf(info, "video").filter((s) => !s.disposition?.attached_pic)
    .sort((a, b) => Number(b.nb_read_packets) - Number(a.nb_read_packets))[0];
}

// How long the given streams last when they are decoded, whatever the header says; at most `atMost` seconds are.
export async function decodedSeconds(file, indexes, atMost = null) {
  const maps = indexes.flatMap((i) => ["-map", `0:${i}`]), limit = atMost ? ["-t", String(atMost)] : [];
  const { stdout } = await run("ffmpeg", ["-v", "error", "-nostdin", "-i", file, ...maps, ...limit, "-fps_mode", "passthrough",
    "-progress", "pipe:1", "-f", "null", "-"]);
  const times = [...stdout.matchAll(/out_time_us=(-?\d+)/g)].map((m) => Number(m[1]));
  return times.length ? times[times.length - 1] / 1e6 : NaN;
}

export async function loudness(file, stream = "0:a:0") {
  const { stderr } = await run("ffmpeg", ["-hide_banner", "-nostats", "-nostdin", "-i", file, "-map", stream, "-af",
    "aresample=48000,aformat=channel_layouts=stereo,ebur128=peak=true:framelog=verbose", "-f", "null", "-"]);
  const summary = stderr.slice(stderr.lastIndexOf("Summary:"));
  const number = (label) => Number(new RegExp(`${label}:\\s+(-?[\\d.]+|-inf)`).exec(summary)?.[1].replace("-inf", "-Infinity"));
  return { lufs: number("I"), peak: number("Peak") };
}

// The pictures at these seconds, decoded in one go: each as 24x24 grey numbers with mean 0 and length 1, upright as a player
// shows it; null where there is none.
export async function pictures(file, seconds, stream) {
  const folder = mkdtempSync(join(tmpdir(), "soleil-pictures-")), path = (i) => join(folder, `${i}.grey`);
  await run("ffmpeg", ["-v", "error", "-nostdin", "-i", file, ...seconds.flatMap((at, i) => ["-map", stream, "-ss", String(at), "-frames:v", "1",
    "-vf", "scale=24:24:flags=area,format=gray", "-f", "rawvideo", path(i)])]);
  const found = seconds.map((_, i) => (existsSync(path(i)) ? readFileSync(path(i)) : Buffer.alloc(0)));
  rmSync(folder, { recursive: true });
  return found.map((bytes) => (bytes.length < 576 ? null : normalised([...bytes.subarray(0, 576)])));
}

function normalised(values) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const length = Math.hypot(...values.map((v) => v - mean)) || 1;
  return values.map((v) => (v - mean) / length);
}

const turnings = {
  upright: (x, y) => [x, y], half: (x, y) => [23 - x, 23 - y], mirror: (x, y) => [23 - x, y], flip: (x, y) => [x, 23 - y],
  clockwise: (x, y) => [y, 23 - x], counter: (x, y) => [23 - y, x], transpose: (x, y) => [y, x], anti: (x, y) => [23 - y, 23 - x],
};

// How `b` must be turned to look most like `a`, and how much it does (correlation).
export function bestTurning(a, b) {
  let best = { name: "none", likeness: -2 };
  for (const [name, at] of Object.entries(turnings)) {
    let sum = 0;
    for (let y = 0; y < 24; y++) for (let x = 0; x < 24; x++) { const [u, v] = at(x, y); sum += a[y * 24 + x] * b[v * 24 + u]; }
    if (sum > best.likeness + (name === "upright" ? 0 : 0.01)) best = { name, likeness: sum };
  }
  return best;
}

export async function keyFrameTimes(file) {
  const { stdout } = await run("ffprobe", ["-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", file]);
  return stdout.split("\n").filter((l) => l.includes("K")).map((l) => Number(l.split(",")[0]));
}

export async function decodeErrors(file) {
  const { stderr, status } = await run("ffmpeg", ["-v", "error", "-nostdin", "-i", file, "-map", "0", "-f", "null", "-"]);
  return stderr.trim() || (status ? `ffmpeg status ${status}` : "");
}

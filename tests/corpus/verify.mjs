// What must be true of a published video, given the folder of its files and what the source really holds.
import { openSync, readSync, closeSync, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { bestTurning, decodedSeconds, decodeErrors, keyFrameTimes, loudness, mainVideo, pictures, probe, run, streamsOf } from "./tools.mjs";

const kSilentLufs = -60;
const harmlessTags = /^(major_brand|minor_version|compatible_brands|encoder|handler_name|vendor_id|language|duration|variant_bitrate|creation_time)$/i;

export async function describeSource(file) {
  const info = await probe(file);
  const video = mainVideo(info);
  const audio = streamsOf(info, "audio").sort((a, b) => (b.disposition?.default ?? 0) - (a.disposition?.default ?? 0))[0];
  const sound = audio ? await loudness(file, `0:${audio.index}`) : null;
  const indexes = [video, audio].filter(Boolean).map((s) => s.index);
  return { file, video, audio, sound, seconds: video ? await decodedSeconds(file, indexes) : NaN };
}

function displayAspect(video) {
  const [n, d] = (video.sample_aspect_ratio ?? "1:1").split(":").map(Number);
  const wide = video.width * (n > 0 && d > 0 ? n / d : 1), tall = video.height;
  const turn = video.side_data_list?.find((s) => s.rotation !== undefined)?.rotation ?? 0;
  return Math.abs(turn) % 180 === 90 ? tall / wide : wide / tall;
}

function checkShape(source, top, manifest, bad) {
  const shape = top.width > top.height * 1.02 ? "horizontal" : top.height > top.width * 1.02 ? "vertical" : "square";
  if (manifest.display && shape !== manifest.display) bad(`shape ${shape}, the manifest says ${manifest.display}`);
  const wanted = displayAspect(source.video), got = top.width / top.height;
  if (Math.abs(got / wanted - 1) > 2.5 / Math.min(top.width, top.height)) bad(`aspect ${got.toFixed(3)}, wanted ${wanted.toFixed(3)}`);
  if (top.width % 2 || top.height % 2) bad(`odd size ${top.width}x${top.height}`);
  if (top.pix_fmt !== "yuv420p") bad(`pixel format ${top.pix_fmt}`);
  if (!/High|Main|Constrained Baseline/.test(top.profile ?? "") || /10|4:/.test(top.profile)) bad(`profile ${top.profile}`);
  if (top.level > 42) bad(`level ${top.level}`);
  if ((top.sample_aspect_ratio ?? "1:1") !== "1:1") bad(`pixel aspect ${top.sample_aspect_ratio}`);
  const [n, d] = (top.r_frame_rate ?? "0/1").split("/").map(Number);
  if (!(n / d <= 60.01)) bad(`frame rate ${top.r_frame_rate}`);
}

// Three moments: at a cut, the picture before and the picture after are both right.
async function checkUpright(source, topFile, bad) {
  const times = [0.2, 0.45, 0.7].map((share) => Math.max(0, source.seconds * share - 0.02)), seen = [];
  const wanted = await pictures(source.file, times, `0:${source.video.index}`), got = await pictures(topFile, times, "0:v:0");
  wanted.forEach((a, i) => { if (a && got[i]) seen.push(bestTurning(a, got[i])); });
  const best = seen.sort((a, b) => b.likeness - a.likeness)[0];
  if (!best) return;  // shorter than its first picture: the size was checked
  if (best.name !== "upright") bad(`the picture is turned (${best.name}, likeness ${best.likeness.toFixed(2)})`);
  else if (best.likeness < 0.9) bad(`the picture differs (likeness ${best.likeness.toFixed(2)})`);
}

async function checkSound(source, folder, info, bad) {
  const has = streamsOf(info, "audio").length > 0;
  if (has !== !!source.audio) return bad(`sound ${has}, in the source ${!!source.audio}`);
  if (existsSync(join(folder, "audio.m4a")) !== has) bad("audio.m4a is there without sound, or missing");
  if (!has) return;
  const out = await loudness(join(folder, "audio.m4a"));
  if (source.sound.lufs > kSilentLufs && Math.abs(out.lufs + 14) > 1) bad(`loudness ${out.lufs} LUFS (source ${source.sound.lufs})`);
  if (out.peak > -0.8) bad(`true peak ${out.peak} dBTP`);
}

function checkMaster(folder, media, bad) {
  const master = readFileSync(join(folder, media.master), "utf8");
  const names = master.split("\n").filter((l) => l && !l.startsWith("#"));
  for (const name of names) if (!existsSync(join(folder, name))) bad(`the master names ${name}, which is missing`);
  if (names.length !== media.renditions.length) bad("the master and MediaInfo name different renditions");
  for (const key of ["BANDWIDTH", "AVERAGE-BANDWIDTH", "RESOLUTION", "FRAME-RATE", "CODECS"])
    if ((master.match(new RegExp(`[:,]${key}=`, "g")) ?? []).length !== names.length) bad(`the master lacks ${key}`);
}

function checkPrivate(info, what, bad) {
  for (const tags of [info.format?.tags, ...(info.streams ?? []).map((s) => s.tags)])
    for (const key of Object.keys(tags ?? {})) if (!harmlessTags.test(key)) bad(`${what} carries the tag ${key}`);
  if ((info.streams ?? []).some((s) => !["video", "audio"].includes(s.codec_type))) bad(`${what} carries a data track`);
}

function boxOrder(file) {
  const fd = openSync(file), names = [], head = Buffer.alloc(8), size = statSync(file).size;
  for (let at = 0; at + 8 <= size && names.length < 8;) {
    readSync(fd, head, 0, 8, at);
    names.push(head.toString("latin1", 4, 8));
    at += Math.max(8, head.readUInt32BE(0));
  }
  closeSync(fd);
  return names;
}

async function checkExtras(source, folder, media, seconds, bad) {
  for (const key of ["poster", "preview", "mp4"]) if (!media[key] || !existsSync(join(folder, media[key]))) bad(`no ${key}`);
  const order = boxOrder(join(folder, media.mp4));
  if (order.indexOf("moov") > order.indexOf("mdat")) bad("the MP4 does not start fast");
  const mp4 = await probe(join(folder, media.mp4));
  checkPrivate(mp4, "the MP4", bad);
  if (Math.abs(Number(mp4.format?.duration) - seconds) > 0.15) bad(`the MP4 lasts ${mp4.format?.duration}`);
  for (const image of [media.poster, media.storyboard.image]) {
    const errors = await decodeErrors(join(folder, image));
    if (errors) bad(`${image}: ${errors.split("\n")[0]}`);
  }
  const preview = readFileSync(join(folder, media.preview));  // a picture that never changes is kept once
  const moves = (await decodedSeconds(source.file, [source.video.index], 1)) > 0.5 && preview.length > 2_000;
  if (moves && !preview.subarray(0, 64).includes("ANIM")) bad("the preview is not animated");
  if (preview.toString("latin1", 8, 12) !== "WEBP") bad("the preview is not WebP");
}

// That they decode without a complaint is checked as a player gets them (corpus.mjs).
async function checkRungs(folder, media, bad) {
  let times = null;
  for (const rendition of media.renditions) {
    const own = JSON.stringify(await keyFrameTimes(join(folder, `${rendition.name}.mp4`)));
    if (times !== null && own !== times) bad(`${rendition.name}: key frames are not aligned`);
    times = own;
  }
}

// Returns what is wrong; empty: all is well.
export async function verify(source, folder, media, manifest = {}) {
  const findings = [], bad = (what) => findings.push(what);
  const topFile = join(folder, media.renditions.at(-1).playlist);
  const info = await probe(topFile), top = mainVideo(info);
  if (!top) return ["the top rendition has no pictures"];
  checkMaster(folder, media, bad);
  checkShape(source, top, manifest, bad);
  checkPrivate(await probe(topFile.replace(/m3u8$/, "mp4")), "the top rendition", bad);
  await checkRungs(folder, media, bad);
  await checkUpright(source, topFile, bad);
  await checkSound(source, folder, info, bad);
  const seconds = await decodedSeconds(topFile, info.streams.map((s) => s.index));
  if (!(Math.abs(seconds - source.seconds) <= 0.1)) bad(`lasts ${seconds.toFixed(3)} s, the source ${source.seconds.toFixed(3)} s`);
  if (Math.abs(media.duration_ms / 1000 - seconds) > 0.1) bad(`MediaInfo says ${media.duration_ms} ms, it lasts ${seconds} s`);
  await checkExtras(source, folder, media, seconds, bad);
  return findings;
}

export async function decodesCleanly(folder, media) {
  const errors = await decodeErrors(join(folder, media.master));
  return errors ? [errors.split("\n")[0]] : [];
}

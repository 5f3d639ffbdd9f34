// The logs of ../shared/data/rec as the TSV files of docs/evaluation.md. Each function takes the unpacked folder, writes into another
// one and returns the paths.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const firstTestDate = 20220429;

function table(path, separator) {  // quoted cells may hold the separator
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  const cells = (line) =>
    line.includes('"') ? [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1]?.replaceAll('""', '"') ?? m[2]) : line.split(separator);
  const header = cells(lines[0].trimEnd());
  return { header, rows: lines.slice(1).map((line) => cells(line.trimEnd())) };
}

// names: { new name: old name }, in the order of the columns written; a missing old one gives empty cells.
function pick({ header, rows }, names) {
  const columns = Object.values(names).map((old) => header.indexOf(old));
  return rows.map((row) => columns.map((c) => (c < 0 ? "" : row[c])).join("\t"));
}

function write(path, names, lines) {
  writeFileSync(path, `${names.join("\t")}\n${lines.join("\n")}\n`);
  return path;
}

const logColumns = { viewer: "user_id", video: "video_id", time_ms: "time_ms", tab: "tab", long_view: "long_view", like: "is_like",
  click: "is_click", share: "is_forward", follow: "is_follow", comment: "is_comment", hide: "is_hate", watch_ms: "play_time_ms",
  duration_ms: "duration_ms" };
const videoColumns = { video_id: "video", author_id: "author", music_id: "sound", tag: "tags", video_duration: "duration_ms",
  upload_dt: "uploaded", video_type: "type" };

// The same order at each run, and no order of its own: the events' file is sorted by viewer.
function shuffled(rows) {
  let state = 1;
  for (let i = rows.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows;
}

// Earlier events have no time: only their order within a viewer is known. Each viewer's last comes last, so that the file goes
// from old to new as well as can be told.
function earlierEvents(path) {
  const events = table(path, "\t");
  const viewer = events.header.indexOf("user_id"), seq = events.header.indexOf("seq");
  const last = new Map();
  for (const row of events.rows) last.set(row[viewer], Math.max(last.get(row[viewer]) ?? 0, +row[seq]));
  const back = (row) => last.get(row[viewer]) - row[seq];
  events.rows = shuffled(events.rows).sort((a, b) => back(b) - back(a));
  return pick(events, logColumns);
}

export function impressionFiles(folder, out) {
  const log = table(join(folder, "log_standard_4_25_to_5_08_pure.csv"), ",");
  const date = log.header.indexOf("date"), time = log.header.indexOf("time_ms");
  log.rows.sort((a, b) => a[time] - b[time]);
  const of = (rows) => pick({ header: log.header, rows }, logColumns);
  const before = of(log.rows.filter((row) => +row[date] < firstTestDate)), after = of(log.rows.filter((row) => +row[date] >= firstTestDate));
  const names = Object.keys(logColumns);
  const videos = table(join(folder, "video_features_basic_pure.csv"), ","), viewers = table(join(folder, "user_features_pure.csv"), ",");
  return {
    train: write(join(out, "train.tsv"), names, [...earlierEvents(join(folder, "train_events_4_08_to_4_24_last50.tsv")), ...before]),
    test: write(join(out, "test.tsv"), names, after),
    log: write(join(out, "log.tsv"), names, [...before, ...after]),
    videos: write(join(out, "videos.tsv"), videos.header.map((name) => videoColumns[name] ?? name), videos.rows.map((row) => row.join("\t"))),
    viewers: write(join(out, "viewers.tsv"), viewers.header.map((name) => (name === "user_id" ? "viewer" : name)), viewers.rows.map((row) => row.join("\t"))),
  };
}

export function catalogueFiles(folder, out) {
  const paths = {};
  for (const part of ["train", "valid", "test"]) {
    const rows = readFileSync(join(folder, `${part}.txt`), "utf8").trimEnd().split("\n");
    paths[part] = write(join(out, `catalogue_${part}.tsv`), ["viewer", "video", "label"], rows.map((row) => row.trim().split(" ").join("\t")));
  }
  return paths;
}

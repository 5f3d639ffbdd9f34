// The text format of a transcript (README.md) -> exchanges. Everything is kept as bytes in latin1 strings, so that a
// transcript can send what is not UTF-8.
export function parse(text) {
  const exchanges = [];
  let block = [], start = 0;
  const finish = () => {
    if (block.length) exchanges.push(exchange(block, start));
    block = [];
  };
  text.split("\n").forEach((line, i) => {
    if (line.trim() === "") return finish();
    if (line.startsWith("#")) return;
    if (!block.length) start = i + 1;
    block.push(line);
  });
  finish();
  return exchanges;
}

function exchange(lines, line) {
  const arrow = lines.findIndex((text) => text.startsWith("=> "));
  const asked = /^(\w+): ([A-Z]+) (\S+)$/.exec(lines[0]);
  if (!asked || arrow < 0) throw new Error(`line ${line}: a block is "who: METHOD /path", headers, a body, "=> status", what is expected`);
  const answered = /^=> (\d+)(?: within (\d+)s)?$/.exec(lines[arrow]);
  if (!answered) throw new Error(`line ${line}: bad "${lines[arrow]}"`);
  const [, who, method, path] = asked;
  return {
    line, who, method, path,
    request: headersAndBody(lines.slice(1, arrow)),
    status: Number(answered[1]),
    withinMs: Number(answered[2] ?? 0) * 1000,
    expected: headersAndBody(lines.slice(arrow + 1)),
  };
}

function headersAndBody(lines) {
  const headers = [];
  let at = 0;
  for (; at < lines.length; at++) {
    const header = /^([A-Za-z-]+): ?(.*)$/.exec(lines[at]);
    if (!header) break;
    headers.push([header[1], header[2]]);
  }
  return { headers, body: lines.slice(at).join("\n") };
}

// $name -> what was captured; %(x*100) repeats; %hex(ff), %file(clip), %base64(text), %text(a\nb) are bytes.
export function fill(text, captured, files) {
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  return bytes
    .replace(/\$(\w+)/g, (whole, name) => (name in captured ? captured[name] : whole))
    .replace(/%\((.)\*(\d+)\)/g, (_, what, times) => what.repeat(Number(times)))
    .replace(/%tags\((\d+)\)/g, (_, n) => JSON.stringify(Array.from({ length: Number(n) }, (_, i) => `tag${i}`)))
    .replace(/%text\(([^)]*)\)/g, (_, what) => what.replaceAll("\\n", "\n"))
    .replace(/%base64\(([^)]*)\)/g, (_, what) => Buffer.from(what, "latin1").toString("base64"))
    .replace(/%hex\(([0-9a-f]*)\)/g, (_, hex) => Buffer.from(hex, "hex").toString("latin1"))
    .replace(/%size\((\w+)\)/g, (_, name) => String(files[name].length))
    .replace(/%half\((\w+)\)/g, (_, name) => String(files[name].length >> 1))
    .replace(/%file\((\w+)\)/g, (_, name) => files[name].toString("latin1"))
    .replace(/%first\((\w+)\)/g, (_, name) => files[name].subarray(0, files[name].length >> 1).toString("latin1"))
    .replace(/%second\((\w+)\)/g, (_, name) => files[name].subarray(files[name].length >> 1).toString("latin1"));
}

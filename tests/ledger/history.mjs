// A person's own history, from an access log that Soleil wrote: whole, with an entry left out, and with one not shown.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { folder, readFileSync, writeFileSync } from "./world.mjs";

function logOf(programs, name, lines) {
  const data = join(folder, name);
  mkdirSync(data);
  programs.ledger("init", data, ["--origin", `${name}.example`]);
  programs.ledger("append", data, [], { input: lines.join("\n") });
  return (person) => programs.verify(["history", join(data, "ledger/access/public"), "--policy", join(data, "ledger/trust-policy"), "--person", person]);
}

export function judgeHistories(programs, vectors, rejected) {
  const person = join(folder, "person"), blind = join(folder, "person-blind");
  const lines = programs.must("soleil_ledger_check", ["touches", person, "500"]).trimEnd().split("\n");
  const ask = logOf(programs, "history", lines);
  const whole = ask(person);
  vectors.add(whole.code === 0 && whole.history.entries === 100 && whole.history.touches.length === 100, "a history of 100 touches is whole");
  const shown = JSON.parse(readFileSync(person, "utf8"));
  writeFileSync(blind, JSON.stringify({ ...shown, disclosures: shown.disclosures.filter((d) => d.counter !== 41) }));
  const alarm = (verdict, kind) => verdict.code === 1 && JSON.stringify(verdict.history.alarms) === JSON.stringify([{ kind, counter: 41 }]);
  rejected.add(alarm(ask(blind), "undisclosed"), "a touch that the person was not shown");
  const askGappy = logOf(programs, "gappy", lines.filter((_, i) => i !== 41 * 5));
  rejected.add(alarm(askGappy(person), "not_logged"), "a touch that the log does not have");
  rejected.add(alarm(askGappy(blind), "gap"), "a touch that nobody tells of");
}

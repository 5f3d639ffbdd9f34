// Rows of a database file, by the sqlite3 program (Node 20 has no SQLite of its own).
import { execFileSync } from "node:child_process";

export class Rows {
  constructor(path) { this.path = path; }
  all(sql) { return JSON.parse(execFileSync("sqlite3", ["-json", this.path, sql], { encoding: "utf8" }) || "[]"); }
}

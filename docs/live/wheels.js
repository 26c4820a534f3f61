// Copies wheels named in Pyodide's lock, after checking each against the hash that the lock gives.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const [source, target, ...names] = process.argv.slice(2);
const { packages } = JSON.parse(readFileSync("node_modules/pyodide/pyodide-lock.json", "utf8"));
for (const name of names) {
  const { file_name, sha256 } = packages[name];
  const wheel = readFileSync(`${source}/${file_name}`);
  if (createHash("sha256").update(wheel).digest("hex") !== sha256)
    throw new Error(`${file_name} is not the file that Pyodide's lock names`);
  writeFileSync(`${target}/${file_name}`, wheel);
}

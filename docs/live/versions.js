// Writes down what vendor/ holds: the versions that it was made from, and the hash of each file.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const versions = Object.fromEntries(
  Object.entries(packages)
    .filter(([path, { optional }]) => path && !optional)
    .map(([path, { version }]) => [path.slice("node_modules/".length), version]),
);
const files = Object.fromEntries(
  readdirSync("vendor", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== "vendor")
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
    .map((path) => [
      path.slice("vendor/".length),
      createHash("sha256").update(readFileSync(path)).digest("hex"),
    ]),
);
// Of Pyodide's own list of packages this is all that it needs when the wheels are known.
const lock = JSON.parse(readFileSync("node_modules/pyodide/pyodide-lock.json", "utf8")).info;
writeFileSync("vendor/versions.json", `${JSON.stringify({ versions, lock, files }, null, 2)}\n`);

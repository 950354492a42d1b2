import { readFileSync } from "node:fs";

/** The first load: the entry and everything it imports at once, with their styles, as the manifest of the build says. */
const out = "../static/app/";
const manifest = JSON.parse(readFileSync(new URL(`${out}manifest.json`, import.meta.url), "utf8"));
const files = new Set();

function add(name) {
  const chunk = manifest[name];
  if (files.has(out + chunk.file)) return;
  files.add(out + chunk.file);
  for (const style of chunk.css ?? []) files.add(out + style);
  for (const imported of chunk.imports ?? []) add(imported);
}
add("src/main.tsx");

export default [{ name: "first load", path: [...files], limit: "200 kB", gzip: true }];

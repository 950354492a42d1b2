import { expect, it } from "vitest";
import { en } from "./en";
import { tr } from "./tr";

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

const english = new Map(flat(en));
const turkish = new Map(flat(tr));
const holes = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();

it("both languages have the same keys", () => {
  expect([...turkish.keys()].sort()).toEqual([...english.keys()].sort());
});

it("no text is empty, and each fills the same holes", () => {
  for (const [key, text] of english) {
    expect(text, key).not.toBe("");
    expect(turkish.get(key), key).not.toBe("");
    expect([key, holes(turkish.get(key) ?? "")]).toEqual([key, holes(text)]);
  }
});

it("every text is used", () => {
  const sources = import.meta.glob(["../**/*.{ts,tsx}", "!./*", "!../**/*.test.*"], {
    eager: true,
    query: "?raw",
    import: "default",
  });
  const code = Object.values(sources).join("\n");
  const built = [...code.matchAll(/t\(`([\w.]+\.)\$\{/g)].map(([, prefix]) => prefix ?? "");
  const unused = [...english.keys()].filter((key) => {
    const name = key.replace(/_(one|other)$/, "");
    return !code.includes(`"${name}"`) && !built.some((prefix) => name.startsWith(prefix));
  });
  expect(unused).toEqual([]);
});

import type { Language } from "./time";

/** Return up to two letters that stand for a name, in the casing of the language (i → İ in Turkish). */
export function initials(name: string, language: Language): string {
  const words = name
    .replace(/^[@#]/, "")
    .split(/[\s._-]+/u)
    .filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toLocaleUpperCase(language) || "?";
}

/** Return a text as it is compared in searches: no case, no accents, ı and i alike. */
export function fold(text: string): string {
  return text.toLocaleLowerCase("tr").normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ı", "i");
}

/** Return the length as the server counts it: in code points. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Return one line without markdown marks, for previews and announcements. */
export function plainLine(text: string, limit = 140): string {
  const line = text
    .replace(/```[\s\S]*?(```|$)/g, " … ")
    .replace(/:?-{3,}:?/g, "")
    .replace(/[*_`~#>|]+/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
  const letters = [...line];
  return letters.length > limit ? `${letters.slice(0, limit).join("")}…` : line;
}

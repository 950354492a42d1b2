import { EMOJI } from "../../lib/emojiList";
import type { Language } from "../../lib/time";
import type { Mentionable } from "./mentionables";

/** Return the emoji that everybody has, named in a language and found by their words in both: `thumbs_up` too. */
export function standardEmoji(language: Language): Mentionable[] {
  const other = language === "tr" ? "en" : "tr";
  return Object.values(EMOJI)
    .flat()
    .map((one) => ({
      kind: "emoji",
      id: one.emoji,
      sign: one.emoji,
      handle: joined(one[language]),
      name: one[language],
      also: `${one[other]} ${joined(one[other])}`,
    }));
}

const joined = (words: string): string => words.replaceAll(" ", "_");

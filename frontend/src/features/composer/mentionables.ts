import { fold } from "../../lib/text";

/** Somebody whom a message can call: a person, all who have a role, or everybody. */
export interface Mentionable {
  /** What stands after the @. */
  handle: string;
  name: string;
  kind: "user" | "role" | "all";
  id: string;
  avatar_url?: string | null;
}

const SHOWN = 8;
const CALL = /(?:^|[^\w@/.+-])@([\w.+-]*)$/u;

/** Return the word after an @ that ends at the cursor, and where its @ stands; null where nobody is being called. */
export function callAt(text: string, cursor: number): { word: string; from: number } | null {
  const word = CALL.exec(text.slice(0, cursor))?.[1];
  return word === undefined ? null : { word, from: cursor - word.length - 1 };
}

/** Return who fits what was typed so far: by handle or by any word of their name, best first. */
export function matching(all: Mentionable[], word: string): Mentionable[] {
  const typed = fold(word);
  const rank = (one: Mentionable) => {
    if (fold(one.handle).startsWith(typed)) return 0;
    return fold(one.name)
      .split(/\s+/)
      .some((part) => part.startsWith(typed))
      ? 1
      : 2;
  };
  return all
    .map((one) => ({ one, rank: rank(one) }))
    .filter((found) => found.rank < 2)
    .sort((left, right) => left.rank - right.rank)
    .slice(0, SHOWN)
    .map(({ one }) => one);
}

import { fold } from "../../lib/text";

/** Somebody whom a message can call: a person, all who have a role, or everybody; or an emoji. */
export interface Mentionable {
  /** What stands after the @, or between the colons. */
  handle: string;
  name: string;
  /** What else they are called. */
  also?: string;
  kind: "user" | "role" | "all" | "emoji";
  id: string;
  avatar_url?: string | null;
  /** The emoji itself, where it is not a picture of the server. */
  sign?: string;
}

/** What stands in a text for one of them. */
export const pieceOf = ({ kind, handle, sign }: Mentionable): string =>
  kind === "emoji" ? `${sign ?? `:${handle}:`} ` : `@${handle} `;

const SHOWN = 8;
const CALL = /(?:^|[^\w@/.+-])@([\w.+-]*)$/u;
const EMOJI = /(?:^|[^\p{L}\p{N}_:]):([\p{L}\p{N}_]{2,32})$/u;

export interface Call {
  word: string;
  from: number;
  what: "person" | "emoji";
}

/** Return the word after an @, or after a colon, that ends at the cursor, and where it begins; null where none does. */
export function callAt(text: string, cursor: number): Call | null {
  const before = text.slice(0, cursor);
  const person = CALL.exec(before)?.[1];
  const word = person ?? EMOJI.exec(before)?.[1];
  if (word === undefined) return null;
  return { word, from: cursor - word.length - 1, what: person === undefined ? "emoji" : "person" };
}

/** Return who fits what was typed so far: by handle or by any word of their name, best first. */
export function matching(all: Mentionable[], word: string): Mentionable[] {
  const typed = fold(word);
  const rank = (one: Mentionable) => {
    if (fold(one.handle).startsWith(typed)) return 0;
    return fold(`${one.name} ${one.also ?? ""}`)
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

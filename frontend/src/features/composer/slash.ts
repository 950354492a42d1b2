import type { SavedCommand } from "../../api/commandTypes";
import { fold } from "../../lib/text";

/** What a line that begins with `/` calls. */

/** Where the saved commands of a conversation are found, and what opens the form of one. */
export interface SlashSource {
  find(prefix: string): Promise<SavedCommand[]>;
  open(saved: SavedCommand, rest: string): void;
}

export interface SlashOption {
  name: string;
  description: string;
  /** Not of the wish in words, `/run`. */
  saved: SavedCommand | null;
}

const TYPED = /^\/([\p{L}\p{N}_-]*)$/u;
const CALL = /^\s*\/([\p{L}\p{N}][\p{L}\p{N}_-]*)(?:\s+([\s\S]*))?$/u;

/** Return what was typed of a name so far, where the cursor stands in one; null elsewhere. */
export function typedName(text: string, cursor: number | null): string | null {
  return cursor === null ? null : (TYPED.exec(text.slice(0, cursor))?.[1] ?? null);
}

/** Return the name that a line calls, and what stands behind it; null where it calls none. */
export function callIn(text: string): { name: string; rest: string } | null {
  const found = CALL.exec(text);
  return found?.[1] ? { name: found[1], rest: (found[2] ?? "").trim() } : null;
}

/** Return the one of this name, whatever its case and accents. */
export function namedIn(found: SavedCommand[], name: string): SavedCommand | undefined {
  return found.find((one) => fold(one.name) === fold(name));
}

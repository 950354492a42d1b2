import type { SavedCommand, Suggestion } from "../../api/commandTypes";
import { fold } from "../../lib/text";

/** What a line that begins with `/` calls. */

/** Where the saved commands of a conversation are found, what opens the form of one, and what one may run again. */
export interface SlashSource {
  find(prefix: string): Promise<SavedCommand[]>;
  suggest(): Promise<Suggestion[]>;
  open(saved: SavedCommand, rest: string): void;
}

export interface SlashOption {
  id: string;
  kind: "run" | "saved" | "again";
  title: string;
  description: string;
  /** What stands in the field once it is chosen. */
  line: string;
  saved?: SavedCommand;
}

const TYPED = /^\/([\p{L}\p{N}_-]*)$/u;
const BARE_RUN = /^\/run\s+$/i;
const CALL = /^\s*\/([\p{L}\p{N}][\p{L}\p{N}_-]*)(?:\s+([\s\S]*))?$/u;

/** Return what was typed of a name so far, where the cursor stands in one; null elsewhere. */
export function typedName(text: string, cursor: number | null): string | null {
  return cursor === null ? null : (TYPED.exec(text.slice(0, cursor))?.[1] ?? null);
}

/** Does a line ask to run something, and says not yet what? */
export function isBareRun(text: string, cursor: number | null): boolean {
  return cursor === text.length && BARE_RUN.test(text);
}

/** Return the line that asks for it once more: what was said, or the saved command that was called. */
export function lineOf({ text }: Suggestion): string {
  return text.startsWith("/") ? text : `/run ${text}`;
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

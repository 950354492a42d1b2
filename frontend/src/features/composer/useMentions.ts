import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useState } from "react";
import { useLanguage } from "../../i18n";
import { callAt, type Mentionable, matching, pieceOf } from "./mentionables";

type Insert = (from: number, to: number, piece: string) => void;
/** Ask the server whom a word may call: where there are more people than are known here. */
export type MentionSearch = (word: string, signal: AbortSignal) => Promise<Mentionable[]>;

const ASKED_AFTER_MS = 150;
const NOBODY: Mentionable[] = [];

/** Whom, or which emoji, the word at the cursor may call; arrow keys choose, Enter and Tab take. */
export function useMentions(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  all: { people: Mentionable[]; emoji: Mentionable[]; search?: MentionSearch | undefined },
  insert: Insert,
) {
  const { people, emoji, search } = all;
  const id = useId();
  const [cursor, setCursor] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const call = useMemo(() => (cursor === null ? null : callAt(text, cursor)), [text, cursor]);
  const open = call !== null && call.from !== dismissed;
  const more = useFound(open && call?.what === "person" ? call.word : null, search);
  const standard = useStandardEmoji(open && call?.what === "emoji");
  const found = useMemo(() => {
    if (!open || !call) return [];
    if (call.what === "emoji") return matching([...emoji, ...standard], call.word);
    const known = new Set(people.map((one) => one.id));
    return matching([...people, ...more.filter((one) => !known.has(one.id))], call.word);
  }, [people, emoji, standard, more, open, call]);
  const index = Math.min(at, Math.max(0, found.length - 1));
  const take = (one: Mentionable) => {
    if (!call || cursor === null) return;
    insert(call.from, cursor, pieceOf(one));
    setCursor(null);
  };
  /** Return whether the key was for the list. */
  const key = (event: KeyboardEvent): boolean => {
    const chosen = found[index];
    if (!chosen) return false;
    if (event.key === "ArrowDown") setAt((index + 1) % found.length);
    else if (event.key === "ArrowUp") setAt((index - 1 + found.length) % found.length);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") take(chosen);
    else if (event.key === "Escape") setDismissed(call?.from ?? null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return {
    id,
    cursor,
    found,
    index,
    active: found[index] ? `${id}-${index}` : undefined,
    take,
    key,
    look: () => {
      const element = field.current;
      const now = element && element.selectionStart === element.selectionEnd ? element.selectionStart : null;
      if (now !== cursor) setAt(0);
      setCursor(now);
      if (now === null || callAt(element?.value ?? "", now)?.from !== dismissed) setDismissed(null);
    },
    close: () => setCursor(null),
  };
}

/** Return whom the server finds for a word; what it found for the one before stays until then. */
function useFound(word: string | null, search: MentionSearch | undefined): Mentionable[] {
  const [found, setFound] = useState(NOBODY);
  useEffect(() => {
    if (word === null || !search) return setFound(NOBODY);
    const asking = new AbortController();
    const ask = () =>
      search(word, asking.signal).then(
        (people) => !asking.signal.aborted && setFound(people),
        () => undefined, // those who are known here are offered all the same
      );
    const timer = setTimeout(() => void ask(), ASKED_AFTER_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [word, search]);
  return found;
}

/** Return the emoji that everybody has, in the person's language; their names are loaded when first wanted. */
function useStandardEmoji(wanted: boolean): Mentionable[] {
  const language = useLanguage();
  const [emoji, setEmoji] = useState(NOBODY);
  useEffect(() => {
    if (!wanted) return;
    let over = false;
    import("./standardEmoji").then(
      ({ standardEmoji }) => !over && setEmoji(standardEmoji(language)),
      () => undefined, // those of the server are offered all the same
    );
    return () => {
      over = true;
    };
  }, [wanted, language]);
  return emoji;
}

import { type KeyboardEvent, type RefObject, useId, useMemo, useState } from "react";
import { callAt, type Mentionable, matching } from "./mentionables";

type Insert = (from: number, to: number, piece: string) => void;

/** Whom the word at the cursor may call; arrow keys choose, Enter and Tab take. */
export function useMentions(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  all: Mentionable[],
  insert: Insert,
) {
  const id = useId();
  const [cursor, setCursor] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const call = useMemo(() => (cursor === null ? null : callAt(text, cursor)), [text, cursor]);
  const open = call !== null && call.from !== dismissed;
  const found = useMemo(() => (open && call ? matching(all, call.word) : []), [all, open, call]);
  const index = Math.min(at, Math.max(0, found.length - 1));
  const take = (one: Mentionable) => {
    if (!call || cursor === null) return;
    insert(call.from, cursor, `@${one.handle} `);
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

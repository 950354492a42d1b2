import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";

export type Asked = "search" | "new" | "shortcuts" | null;
export const FOCUS_COMPOSER = "altlas:focus-composer";

const SEQUENCE_MS = 1_200;

/** The keys that work everywhere. Single letters only where nobody is typing and no dialog is open. */
export function useShortcuts(ask: (asked: Asked) => void): void {
  const navigate = useNavigate();
  const goAt = useRef(0);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        ask("search");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTaken(event.target)) return;
      const going = Date.now() - goAt.current < SEQUENCE_MS;
      goAt.current = 0;
      const actions: Record<string, () => void> = going
        ? {
            c: () => void navigate("/commands"),
            a: () => void navigate("/atlas"),
            s: () => void navigate("/later"),
            l: () => document.querySelector<HTMLElement>('a[data-conversation][tabindex="0"]')?.focus(),
          }
        : {
            g: () => {
              goAt.current = Date.now();
            },
            n: () => ask("new"),
            c: () => window.dispatchEvent(new Event(FOCUS_COMPOSER)),
            "?": () => ask("shortcuts"),
          };
      const action = actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [ask, navigate]);
}

function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"]')) return true;
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}

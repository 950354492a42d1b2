import { type KeyboardEvent, useEffect, useId, useState } from "react";
import type { SavedCommand } from "../../api/commandTypes";
import { useTranslation } from "../../i18n";
import { fold } from "../../lib/text";
import { type SlashOption, type SlashSource, typedName } from "./slash";

/** What fits the name behind a `/`: `/run`, and the saved commands of this place. Arrow keys choose, Enter and Tab take. */
export function useSlash(
  source: SlashSource | undefined,
  text: string,
  cursor: number | null,
  complete: (name: string) => void,
) {
  const { t } = useTranslation();
  const id = useId();
  const [known, setKnown] = useState<{ typed: string; saved: SavedCommand[] } | null>(null);
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const typed = source ? typedName(text, cursor) : null;
  useEffect(() => {
    setAt(0);
    if (typed === null) {
      setDismissed(false);
      return;
    }
    let over = false;
    source
      ?.find(typed)
      .then((saved) => !over && setKnown({ typed, saved }))
      .catch(() => undefined); // there is still `/run`, and what is sent is looked up again
    return () => {
      over = true;
    };
  }, [typed, source]);

  const run: SlashOption = { name: "run", description: t("composer.slashRun"), saved: null };
  const options = [
    ...("run".startsWith(fold(typed ?? "")) ? [run] : []),
    ...(known?.saved ?? [])
      .filter((one) => fold(one.name).startsWith(fold(typed ?? "")))
      .map((one) => ({ name: one.name, description: one.description || one.title, saved: one })),
  ];
  const found = typed === null || dismissed ? [] : options;
  const index = Math.min(at, Math.max(0, found.length - 1));
  const take = (one: SlashOption) => {
    if (one.saved) source?.open(one.saved, "");
    else complete(one.name);
    setDismissed(true);
  };
  /** Return whether the key was for the list. */
  const key = (event: KeyboardEvent): boolean => {
    const chosen = found[index];
    if (!chosen) return false;
    if (event.key === "ArrowDown") setAt((index + 1) % found.length);
    else if (event.key === "ArrowUp") setAt((index - 1 + found.length) % found.length);
    else if (event.key === "Enter" && !event.shiftKey) take(chosen);
    else if (event.key === "Tab" && !event.shiftKey) complete(chosen.name);
    else if (event.key === "Escape") setDismissed(true);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { id, found, index, active: found[index] ? `${id}-${index}` : undefined, take, key };
}

import { type KeyboardEvent, useEffect, useId, useState } from "react";
import type { SavedCommand, Suggestion } from "../../api/commandTypes";
import { useTranslation } from "../../i18n";
import { fold } from "../../lib/text";
import { isBareRun, lineOf, type SlashOption, type SlashSource, typedName } from "./slash";

/** What fits a line that begins with `/`: `/run` and the saved commands of this place, and behind `/run ` what one ran
 *  before. Arrow keys choose, Enter and Tab take. */
export function useSlash(
  source: SlashSource | undefined,
  text: string,
  cursor: number | null,
  complete: (line: string) => void,
) {
  const id = useId();
  const [at, setAt] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const typed = source ? typedName(text, cursor) : null;
  const bare = source !== undefined && isBareRun(text, cursor);
  const named = useNamed(source, typed);
  const again = useAgain(source, bare);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another word, another list
  useEffect(() => {
    setAt(0);
    if (typed === null) setDismissed(false);
  }, [typed, bare]);

  const found = dismissed ? [] : bare ? again : named;
  const index = Math.min(at, Math.max(0, found.length - 1));
  const take = (one: SlashOption) => {
    if (one.saved) source?.open(one.saved, "");
    else complete(one.line);
    setDismissed(one.kind !== "run");
  };
  /** Return whether the key was for the list. */
  const key = (event: KeyboardEvent): boolean => {
    const chosen = found[index];
    if (!chosen) return false;
    if (event.key === "ArrowDown") setAt((index + 1) % found.length);
    else if (event.key === "ArrowUp") setAt((index - 1 + found.length) % found.length);
    else if (event.key === "Enter" && !event.shiftKey) take(chosen);
    else if (event.key === "Tab" && !event.shiftKey) complete(chosen.line);
    else if (event.key === "Escape") setDismissed(true);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { id, found, index, active: found[index] ? `${id}-${index}` : undefined, take, key };
}

/** Return what a name may become: `/run`, and saved commands. */
function useNamed(source: SlashSource | undefined, typed: string | null): SlashOption[] {
  const { t } = useTranslation();
  const [known, setKnown] = useState<SavedCommand[]>([]);
  useEffect(() => {
    if (typed === null) return;
    let over = false;
    source
      ?.find(typed)
      .then((saved) => !over && setKnown(saved))
      .catch(() => undefined); // there is still `/run`, and what is sent is looked up again
    return () => {
      over = true;
    };
  }, [typed, source]);
  if (typed === null) return [];
  const run: SlashOption = {
    id: "run",
    kind: "run",
    title: "/run",
    description: t("composer.slashRun"),
    line: "/run ",
  };
  return [
    ...("run".startsWith(fold(typed)) ? [run] : []),
    ...known
      .filter((one) => fold(one.name).startsWith(fold(typed)))
      .map(
        (one): SlashOption => ({
          id: one.id,
          kind: "saved",
          title: `/${one.name}`,
          description: one.description || one.title,
          line: `/${one.name} `,
          saved: one,
        }),
      ),
  ];
}

/** Return what one may want to run again. */
function useAgain(source: SlashSource | undefined, wanted: boolean): SlashOption[] {
  const { t } = useTranslation();
  const [known, setKnown] = useState<Suggestion[]>([]);
  useEffect(() => {
    if (!wanted) return;
    let over = false;
    source
      ?.suggest()
      .then((suggested) => !over && setKnown(suggested))
      .catch(() => undefined); // one can still say it
    return () => {
      over = true;
    };
  }, [wanted, source]);
  if (!wanted) return [];
  return known.map((one) => ({
    id: one.command,
    kind: "again",
    title: one.title,
    description: t(`work.suggestions.${one.why}`, { count: one.times }),
    line: lineOf(one),
  }));
}

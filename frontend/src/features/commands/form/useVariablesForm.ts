import { useState } from "react";
import { ApiProblem } from "../../../api/problem";
import { type Asked, type Entries, type Entry, entriesOf, type Problems, readForm } from "./fields";

/** The state of a form of variables: what stands in it, and what is wrong as soon as it was to be sent. */
export function useVariablesForm(asked: Asked[], given: Record<string, string> = {}) {
  const [changed, setChanged] = useState<Entries>({});
  const [problems, setProblems] = useState<Problems>({});
  const entries = { ...entriesOf(asked, given), ...changed };
  return {
    entries,
    problems,
    change: (name: string, entry: Entry) => {
      setChanged((known) => ({ ...known, [name]: entry }));
      setProblems(({ [name]: _mended, ...rest }) => rest);
    },
    /** Return the values, or null where something is wrong: it is shown, and the first wrong field takes the focus. */
    read: (form: HTMLElement | null): Record<string, unknown> | null => {
      const found = readForm(asked, entries);
      setProblems(found.problems);
      const wrong = asked.find(({ name }) => name in found.problems);
      if (!wrong) return found.values;
      focusField(form, wrong.name);
      return null;
    },
    /** Put what the server said beside the fields it names; return whether all of it has found its place. */
    refused: (error: unknown, form: HTMLElement | null): boolean => {
      if (!(error instanceof ApiProblem)) return false;
      const names = new Set(asked.map(({ name }) => name));
      const named: [string, string][] = (error.problem.errors ?? []).map((one) => [
        one.pointer?.match(/^\/variables\/([^/]+)$/)?.[1] ?? "",
        one.detail,
      ]);
      const mine = named.filter(([name]) => names.has(name));
      setProblems(Object.fromEntries(mine.map(([name, text]) => [name, { is: "said", text }])));
      if (mine[0]) focusField(form, mine[0][0]);
      return mine.length > 0 && mine.length === named.length;
    },
  };
}

function focusField(form: HTMLElement | null, name: string) {
  form?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
}

import { expect, it } from "vitest";
import type { CommandQuestion } from "../../api/types";
import { answersOf, fieldOf, keyOf } from "./answers";

const text = { tr: "?", en: "?" };
const missing = (parameter: string): CommandQuestion => ({ segment: "a", code: "missing", parameter, text });

it.each([
  [missing("at"), "moment"],
  [missing("duration"), "minutes"],
  [missing("to"), "list"],
  [missing("url"), "url"],
  [missing("path"), "text"],
  [missing("steps"), "none"],
  [{ segment: "a", code: "which_task", options: ["x"], text }, "choice"],
  [{ segment: null, code: "no_task", text }, "none"],
  [{ segment: "a", code: "of_tomorrow", text }, "none"],
] as const)("%j is answered by a %s", (question, field) => {
  expect(fieldOf(question as CommandQuestion)).toBe(field);
});

it("answers are typed as the task wants them, and what is empty is none", () => {
  const asked = [missing("to"), missing("duration"), missing("at"), missing("path"), missing("url")];
  const [to, duration, at, path] = asked.map(keyOf);
  const typed = {
    [to as string]: "@ayse; bora@example.org, ",
    [duration as string]: "20",
    [at as string]: "2026-11-23T10:00",
    [path as string]: "  ",
  };
  expect(answersOf(asked, typed).map(({ parameter, value }) => [parameter, value])).toEqual([
    ["to", ["@ayse", "bora@example.org"]],
    ["duration", "PT20M"],
    ["at", new Date("2026-11-23T10:00").toISOString()],
  ]);
});

it("what cannot be meant is no answer", () => {
  const asked = [missing("duration"), missing("at")];
  const [duration, at] = asked.map(keyOf);
  expect(answersOf(asked, { [duration as string]: "soon", [at as string]: "soon" })).toEqual([]);
});

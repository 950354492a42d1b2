import type { Confirmation } from "../../api/endpoints";
import type { CommandQuestion } from "../../api/types";

/** What a person types at a question of a card, and how it is told to the server. */

export type Field = "text" | "moment" | "minutes" | "url" | "list" | "choice" | "none";

const FIELDS: Record<string, Field> = {
  at: "moment",
  until: "moment",
  duration: "minutes",
  url: "url",
  to: "list",
  columns: "list",
  on: "list",
};
/** The plan cannot run without an answer to these: a value is missing, or there is nothing to do. */
const NEEDED = ["missing", "what", "which_file", "no_task", "empty"];
const BY_CODE: Record<string, Field> = { what: "text", where: "text", which_file: "text", which_task: "choice" };

/** Return how a question is answered; `none` where only other words help. */
export function fieldOf(question: CommandQuestion): Field {
  if (question.segment === null) return "none";
  if (question.code !== "missing") return BY_CODE[question.code] ?? "none";
  // Steps are a whole document of their own: they are edited in the plan.
  return question.parameter === "steps" ? "none" : (FIELDS[question.parameter ?? ""] ?? "text");
}

export function keyOf(question: CommandQuestion): string {
  return `${question.segment}:${question.code}:${question.parameter ?? ""}`;
}

/** May it be left as the plan has it? */
export function maySkip({ code }: CommandQuestion): boolean {
  return !NEEDED.includes(code);
}

/** Is it answered, or left on purpose? */
export function isSettled(question: CommandQuestion, typed: Record<string, string>, skipped: string[]): boolean {
  if (maySkip(question) && skipped.includes(keyOf(question))) return true;
  return answersOf([question], typed).length > 0;
}

/** Return what was answered, as a confirmation takes it; what is empty is not. */
export function answersOf(
  questions: CommandQuestion[],
  typed: Record<string, string>,
  skipped: string[] = [],
): NonNullable<Confirmation["answers"]> {
  return questions.flatMap((question) => {
    if (skipped.includes(keyOf(question))) return [];
    const text = (typed[keyOf(question)] ?? "").trim();
    const value = text === "" ? undefined : toValue(fieldOf(question), text);
    if (value === undefined || question.segment === null) return [];
    const { segment, code, parameter } = question;
    return [{ segment, code, ...(parameter === undefined ? {} : { parameter }), value }];
  });
}

function toValue(field: Field, text: string): unknown {
  switch (field) {
    case "moment": {
      const at = new Date(text);
      return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
    }
    case "minutes":
      return /^[1-9]\d{0,5}$/.test(text) ? `PT${text}M` : undefined;
    case "list": {
      const parts = text.split(/[,;]+/).map((one) => one.trim());
      return parts.some(Boolean) ? parts.filter(Boolean) : undefined;
    }
    case "none":
      return undefined;
    default:
      return text;
  }
}

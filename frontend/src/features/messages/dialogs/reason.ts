import type { TFunction } from "i18next";
import { ApiProblem } from "../../../api/problem";

/** Return why something did not work, in words that say what to do. */
export function reasonOf(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiProblem)) return t("msg.noConnection");
  return error.problem.errors?.[0]?.detail || error.message;
}

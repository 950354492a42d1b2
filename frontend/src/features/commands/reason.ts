import type { TFunction } from "i18next";
import { ApiProblem } from "../../api/problem";

/** Return in words why the server refused, or that it was not reached. */
export function reasonOf(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiProblem)) return t("app.failedHint");
  const first = error.problem.errors?.[0]?.detail;
  return error.message || first || t("app.failedHint");
}

import type { TFunction } from "i18next";
import { ApiProblem } from "../../api/problem";
import type { ProblemError } from "../../api/types";

/** Return in words why the server refused, or that it was not reached. */
export function reasonOf(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiProblem)) return t("app.failedHint");
  const first = error.problem.errors?.[0]?.detail;
  return error.message || first || t("app.failedHint");
}

/** Return everything that is wrong with a document, each with its place where it has one. */
export function faultsOf(error: unknown, t: TFunction): ProblemError[] {
  if (!(error instanceof ApiProblem)) return [{ detail: t("app.failedHint") }];
  const { errors, detail, title } = error.problem;
  return errors?.length ? errors : [{ detail: detail || title }];
}

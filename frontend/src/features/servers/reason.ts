import type { TFunction } from "i18next";
import { ApiProblem } from "../../api/problem";

/** What to say of a failure. */
export function reasonOf(error: unknown, t: TFunction): string {
  return error instanceof ApiProblem ? error.message : t("servers.failed");
}

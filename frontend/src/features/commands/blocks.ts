import type { TFunction } from "i18next";
import type { CardTask } from "../../api/types";

/** Where a task stands among blocks, and how the rounds of a loop went, in words. */

const KNOWN = ["else", "each", "try", "catch", "do"] as const;

export function blockOf(task: CardTask, t: TFunction): string {
  if (task.branch === "then") return t("work.blocks.so");
  const known = KNOWN.find((one) => one === task.branch);
  return known ? t(`work.blocks.${known}`) : (task.branch ?? "");
}

export function roundsOf(task: CardTask, t: TFunction): string {
  const { done, failed } = task.rounds ?? { done: 0, failed: 0 };
  return failed > 0 ? t("work.blocks.roundsFailed", { count: done, failed }) : t("work.blocks.rounds", { count: done });
}

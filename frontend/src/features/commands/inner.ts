import type { TFunction } from "i18next";
import type { CardTask } from "../../api/types";

/** What a task does inside, in words: the name of the function or the graph, and how many steps it has. */

export function innerName({ inner, title }: CardTask): string {
  return inner?.name || title;
}

export function stepsOf({ inner }: CardTask, t: TFunction): string {
  const { count = 0, tasks = [] } = inner ?? {};
  const all = t("work.inner.steps", { count });
  return tasks.length < count ? `${all} (${t("work.inner.shown", { count: tasks.length })})` : all;
}

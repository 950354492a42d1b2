import type { PersonTask } from "../../api/commandTypes";

/** What of a task a person is shown to do; the server decides. */
export interface Doable {
  decide: boolean;
  complete: boolean;
  reopen: boolean;
  assign: boolean;
  withdraw: boolean;
  take: boolean;
}

export function doable(task: PersonTask, me: string): Doable {
  const open = task.state === "open";
  const author = task.author?.id === me;
  const asked = task.assignees.some((one) => one.id === me);
  const approval = task.kind === "approval";
  const decided = task.decisions.some((one) => one.user.id === me);
  const invited = asked || task.assignees.length === 0;
  return {
    // Who asked for an approval does not give it, unless they asked only themselves.
    decide: open && approval && !decided && invited && (!author || (asked && task.assignees.length === 1)),
    complete: open && !approval && (author || asked),
    reopen: task.state === "done" && (author || asked),
    assign: open && !approval && author,
    withdraw: open && author && task.segment === null,
    take: open && !approval && !author && task.assignees.length === 0,
  };
}

/** Return how near the day is that a task is due on: over, today, later, or not at all. */
export function nearness(task: PersonTask, now = Date.now()): "over" | "today" | "later" | "none" {
  if (!task.due_at || task.state !== "open") return "none";
  const due = Date.parse(task.due_at);
  if (due < now) return "over";
  return new Date(due).toDateString() === new Date(now).toDateString() ? "today" : "later";
}

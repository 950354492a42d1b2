import { useQueryClient } from "@tanstack/react-query";
import Bell from "lucide-react/icons/bell";
import CheckCheck from "lucide-react/icons/check-check";
import ListTodo from "lucide-react/icons/list-todo";
import { useState } from "react";
import { Link } from "react-router";
import type { PersonTask } from "../../api/commandTypes";
import { ApiProblem } from "../../api/problem";
import { changeTask, type TaskChange } from "../../api/work";
import { useLanguage, useTranslation } from "../../i18n";
import { fullTime, shortDateTime } from "../../lib/time";
import { personName } from "../../sync/names";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Comments } from "./Comments";
import { doable, nearness } from "./rights";
import { TaskDialog } from "./TaskDialog";
import styles from "./tasks.module.css";

const ICONS = { approval: CheckCheck, todo: ListTodo, reminder: Bell };

/** One task: what it is, whose, until when; decide, complete, assign, comment. */
export function TaskItem({ task }: { task: PersonTask }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const me = useSync((state) => state.me.id);
  const [open, setOpen] = useState(false);
  const [changing, setChanging] = useState(false);
  const [state, setState] = useState({ busy: false, failed: "" });
  const may = doable(task, me);
  const near = nearness(task);
  const Icon = ICONS[task.kind];
  const change = async (body: TaskChange) => {
    setState({ busy: true, failed: "" });
    try {
      await changeTask(task.id, body);
      await queries.invalidateQueries({ queryKey: ["tasks"] });
      setState({ busy: false, failed: "" });
    } catch (error) {
      setState({ busy: false, failed: error instanceof ApiProblem ? error.message : t("app.failedHint") });
    }
  };
  const people = task.assignees.map((one) => (one.id === me ? t("tasks.me") : personName(one)));
  const named = (label: string) => `${label}: ${task.title}`;
  return (
    <article className={styles.item} aria-label={task.title} data-testid="task">
      <span className={styles.icon} aria-hidden="true">
        <Icon size={17} />
      </span>
      <div className={styles.words}>
        <h2 className={styles.title}>{task.title}</h2>
        <p className={styles.detail}>
          {t(`tasks.kind.${task.kind}`)}
          {task.state !== "open" && ` · ${t(`tasks.state.${task.state}`)}`}
          {people.length > 0 ? ` · ${t("tasks.for", { names: people.join(", ") })}` : ` · ${t("tasks.forNobody")}`}
          {task.author &&
            ` · ${t("tasks.from", { name: task.author.id === me ? t("tasks.me") : personName(task.author) })}`}
        </p>
        {task.due_at && (
          <p className={near === "over" ? styles.bad : near === "today" ? styles.soon : styles.detail}>
            <time dateTime={task.due_at} title={fullTime(task.due_at, language)}>
              {t(near === "over" ? "tasks.overdue" : "tasks.due", { time: shortDateTime(task.due_at, language) })}
            </time>
          </p>
        )}
        {task.kind === "approval" && (
          <p className={styles.detail}>
            {t("tasks.approvals", {
              count: task.needed,
              done: task.decisions.filter((one) => one.approves).length,
            })}
          </p>
        )}
        {task.text && <p className={styles.text}>{task.text}</p>}
        {task.decisions.length > 0 && (
          <ul className={styles.decisions}>
            {task.decisions.map((one) => (
              <li key={one.user.id}>
                {t(one.approves ? "tasks.approvedBy" : "tasks.rejectedBy", { name: personName(one.user) })}
                {one.comment && `: ${one.comment}`}
              </li>
            ))}
          </ul>
        )}
        <p className={styles.links}>
          {task.conversation && (
            <Link to={`/c/${task.conversation}${task.message ? `?message=${task.message}` : ""}`}>
              {t(task.message ? "tasks.toMessage" : "commands.openConversation")}
            </Link>
          )}
          {task.command && <Link to={`/commands/${task.command}`}>{t("tasks.toCommand")}</Link>}
          <button type="button" className={styles.link} aria-expanded={open} onClick={() => setOpen(!open)}>
            {t("tasks.comments", { count: task.comment_count })}
          </button>
        </p>
        {open && <Comments task={task} />}
        {state.failed && (
          <p className={styles.bad} role="alert">
            {state.failed}
          </p>
        )}
      </div>
      <div className={styles.buttons}>
        {may.decide && (
          <>
            <Button
              size="s"
              look="primary"
              disabled={state.busy}
              aria-label={named(t("tasks.approve"))}
              onClick={() => void change({ decision: "approve" })}
            >
              {t("tasks.approve")}
            </Button>
            <Button
              size="s"
              look="danger"
              disabled={state.busy}
              aria-label={named(t("tasks.reject"))}
              onClick={() => void change({ decision: "reject" })}
            >
              {t("tasks.reject")}
            </Button>
          </>
        )}
        {may.complete && (
          <Button
            size="s"
            look="primary"
            disabled={state.busy}
            aria-label={named(t("tasks.complete"))}
            onClick={() => void change({ state: "done" })}
          >
            {t("tasks.complete")}
          </Button>
        )}
        {may.take && (
          <Button
            size="s"
            disabled={state.busy}
            aria-label={named(t("tasks.take"))}
            onClick={() => void change({ assignees: [me] })}
          >
            {t("tasks.take")}
          </Button>
        )}
        {may.reopen && (
          <Button
            size="s"
            disabled={state.busy}
            aria-label={named(t("tasks.reopen"))}
            onClick={() => void change({ state: "open" })}
          >
            {t("tasks.reopen")}
          </Button>
        )}
        {may.assign && (
          <Button size="s" aria-label={named(t("work.edit"))} onClick={() => setChanging(true)}>
            {t("work.edit")}
          </Button>
        )}
        {may.withdraw && (
          <Button
            size="s"
            look="plain"
            disabled={state.busy}
            aria-label={named(t("tasks.withdraw"))}
            onClick={() => void change({ state: "cancelled" })}
          >
            {t("tasks.withdraw")}
          </Button>
        )}
      </div>
      {changing && <TaskDialog task={task} onClose={() => setChanging(false)} />}
    </article>
  );
}

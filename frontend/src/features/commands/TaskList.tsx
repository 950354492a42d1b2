import type { CardTask } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { duration } from "../../lib/time";
import { blockOf, roundsOf } from "./blocks";
import { innerName, stepsOf } from "./inner";
import { StateIcon } from "./StateIcon";
import styles from "./TaskList.module.css";

/** The plan as a list with everything about each task, and with what it does inside. */
export function TaskList({ tasks, label }: { tasks: CardTask[]; label: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const titles = new Map(tasks.map((task) => [task.id, task.title]));
  return (
    <ol className={styles.list} aria-label={label}>
      {tasks.map((task) => (
        <li key={task.id} className={styles.task}>
          <StateIcon state={task.state} />
          <div className={styles.words}>
            <p className={styles.title}>{task.title}</p>
            <p className={styles.detail}>
              <code>{task.task_type}</code>
              {task.inner && (
                <span>
                  {task.inner.name && <code>{task.inner.name}</code>} {task.inner.count > 0 && stepsOf(task, t)}
                </span>
              )}
              {task.dependencies.length > 0 && (
                <span>
                  {t("commands.after", { titles: task.dependencies.map((id) => titles.get(id) ?? id).join(", ") })}
                </span>
              )}
              {task.opener && (
                <span>
                  {t("work.blocks.in", { title: titles.get(task.opener) ?? task.opener, block: blockOf(task, t) })}
                </span>
              )}
              {task.rounds && task.rounds.done > 0 && (
                <span className={task.rounds.failed > 0 ? styles.bad : ""}>{roundsOf(task, t)}</span>
              )}
              {task.attempt > 1 && <span>{t("commands.attempt", { count: task.attempt })}</span>}
              {task.detail && <span className={task.state === "failed" ? styles.bad : ""}>{task.detail}</span>}
            </p>
            {task.state === "running" && task.progress !== null && (
              <progress className={styles.progress} value={task.progress} max={1} aria-label={task.title} />
            )}
            {task.inner && task.inner.tasks.length > 0 && (
              <div className={styles.inner}>
                <TaskList tasks={task.inner.tasks} label={innerName(task)} />
              </div>
            )}
          </div>
          <p className={styles.state}>
            {t(`commands.task.${task.state}`)}
            {task.duration_ms !== null && <span className={styles.took}>{duration(task.duration_ms, language)}</span>}
          </p>
        </li>
      ))}
    </ol>
  );
}

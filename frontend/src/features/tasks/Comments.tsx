import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { PersonTask } from "../../api/commandTypes";
import { ApiProblem } from "../../api/problem";
import { commentTask, listTaskComments } from "../../api/work";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { personName } from "../../sync/names";
import { useFresh } from "../../sync/useFresh";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/Skeleton";
import styles from "./tasks.module.css";

/** What was said about a task, and a field to say more. */
export function Comments({ task }: { task: PersonTask }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const [failed, setFailed] = useState("");
  useFresh("task-comments", "task.commented");
  const query = useQuery({
    queryKey: ["task-comments", task.id],
    queryFn: ({ signal }) => listTaskComments(task.id, signal),
    staleTime: 0,
  });
  const say = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    setFailed("");
    try {
      await commentTask(task.id, text.trim());
      setText("");
      await Promise.all(["task-comments", "tasks"].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    } catch (error) {
      setFailed(error instanceof ApiProblem ? error.message : t("app.failedHint"));
    }
  };
  return (
    <div className={styles.comments}>
      {query.isPending && <Skeleton rows={2} label={t("app.loading")} />}
      {query.isError && (
        <p className={styles.bad} role="alert">
          {t("app.failed")}
        </p>
      )}
      <ul>
        {query.data?.results.map((comment) => (
          <li key={comment.id} className={styles.comment}>
            <span className={styles.detail}>
              {comment.author ? personName(comment.author) : t("messages.someone")} ·{" "}
              <time dateTime={comment.created_at}>{shortDateTime(comment.created_at, language)}</time>
            </span>
            <span className={styles.text}>{comment.text}</span>
          </li>
        ))}
      </ul>
      <form className={styles.say} onSubmit={(event) => void say(event)}>
        <input
          className={styles.input}
          aria-label={t("tasks.say", { title: task.title })}
          placeholder={t("tasks.sayShort")}
          maxLength={2_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" size="s" disabled={text.trim() === ""}>
          {t("tasks.send")}
        </Button>
      </form>
      {failed && (
        <p className={styles.bad} role="alert">
          {failed}
        </p>
      )}
    </div>
  );
}

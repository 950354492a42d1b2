import { useInfiniteQuery } from "@tanstack/react-query";
import ListTodo from "lucide-react/icons/list-todo";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import type { PersonTask, TaskKind } from "../../api/commandTypes";
import { followPage } from "../../api/endpoints";
import { listTasks, type TaskFilter } from "../../api/work";
import { useTranslation } from "../../i18n";
import { useFresh } from "../../sync/useFresh";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Segmented } from "../../ui/Segmented";
import { Skeleton } from "../../ui/Skeleton";
import { TaskDialog } from "./TaskDialog";
import { TaskItem } from "./TaskItem";
import styles from "./tasks.module.css";

type View = "mine" | "given" | "all" | "done";

const FILTERS: Record<View, TaskFilter> = {
  mine: { role: "mine", state: "open" },
  given: { role: "given", state: "open" },
  all: { state: "open" },
  done: {},
};

/** What people ask one another to do: approvals, to-dos, reminders. */
export function TasksPage() {
  const { t } = useTranslation();
  const [view, setView] = useState<View>("mine");
  const [kind, setKind] = useState<TaskKind | "">("");
  const [making, setMaking] = useState(false);
  useFresh("tasks", "task.");
  const query = useInfiniteQuery({
    queryKey: ["tasks", view, kind],
    queryFn: ({ pageParam, signal }) =>
      pageParam
        ? followPage<PersonTask>(pageParam, signal)
        : listTasks({ ...FILTERS[view], ...(kind ? { kind } : {}) }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
  const found = query.data?.pages.flatMap((page) => page.results) ?? [];
  const tasks = view === "done" ? found.filter((task) => task.state !== "open") : found;
  return (
    <Page title={t("tasks.title")} backLabel={t("app.back")}>
      <div className={styles.bar}>
        <Segmented
          label={t("tasks.views")}
          value={view}
          onChange={setView}
          options={(["mine", "given", "all", "done"] as const).map((value) => ({
            value,
            label: t(`tasks.view.${value}`),
          }))}
        />
        <select
          className={styles.select}
          aria-label={t("tasks.kinds")}
          value={kind}
          onChange={(event) => setKind(event.target.value as TaskKind | "")}
        >
          <option value="">{t("tasks.anyKind")}</option>
          {(["approval", "todo", "reminder"] as const).map((one) => (
            <option key={one} value={one}>
              {t(`tasks.kind.${one}`)}
            </option>
          ))}
        </select>
        <Button onClick={() => setMaking(true)}>
          <Plus size={16} aria-hidden="true" />
          {t("tasks.new")}
        </Button>
      </div>
      {query.isPending && <Skeleton rows={6} label={t("app.loading")} />}
      {query.isError && (
        <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
          <Button onClick={() => void query.refetch()}>{t("app.retry")}</Button>
        </Notice>
      )}
      {query.isSuccess && tasks.length === 0 && (
        <Notice
          icon={<ListTodo size={22} aria-hidden="true" />}
          title={t(`tasks.none.${view}`)}
          text={t("tasks.noneHint")}
        />
      )}
      <ul className={styles.list} aria-label={t("tasks.title")}>
        {tasks.map((task) => (
          <li key={task.id}>
            <TaskItem task={task} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("app.more")}
        </Button>
      )}
      {making && <TaskDialog onClose={() => setMaking(false)} />}
    </Page>
  );
}

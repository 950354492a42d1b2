import ArrowLeft from "lucide-react/icons/arrow-left";
import { useEffect, useRef, useState } from "react";
import type { CardTask } from "../../api/types";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Segmented } from "../../ui/Segmented";
import { innerName, stepsOf } from "./inner";
import styles from "./Plan.module.css";
import { TaskFlow } from "./TaskFlow";
import { TaskList } from "./TaskList";

/** The tasks of a command, as a picture or a list; in the picture one goes into what a task does inside. */
export function Plan({ tasks }: { tasks: CardTask[] }) {
  const { t } = useTranslation();
  const [view, setView] = useState<"flow" | "list">("flow");
  const [entered, setEntered] = useState<string | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const left = useRef<string | null>(null);
  const around = view === "flow" ? tasks.find((task) => task.id === entered && task.inner) : undefined;

  // The focus goes along: to the way back, and back to where one went in.
  useEffect(() => {
    if (entered === left.current) return;
    const from = left.current;
    left.current = entered;
    const buttons = [...(frame.current?.querySelectorAll<HTMLElement>("[data-back], [data-inner]") ?? [])];
    buttons.find((button) => entered !== null || button.dataset.inner === from)?.focus();
  }, [entered]);

  return (
    <div ref={frame}>
      <div className={styles.head}>
        <div className={styles.where}>
          {around ? (
            <>
              <Button data-back size="s" look="plain" onClick={() => setEntered(null)}>
                <ArrowLeft size={14} aria-hidden="true" />
                {t("work.inner.back")}
              </Button>
              <span className={styles.name}>{innerName(around)}</span>
              <span className={styles.count}>{stepsOf(around, t)}</span>
            </>
          ) : (
            <p className={styles.count}>{t("commands.tasks", { count: tasks.length })}</p>
          )}
        </div>
        <Segmented
          label={t("commands.viewLabel")}
          value={view}
          onChange={setView}
          options={[
            { value: "flow", label: t("commands.viewFlow") },
            { value: "list", label: t("commands.viewList") },
          ]}
        />
      </div>
      {view === "list" ? (
        <TaskList tasks={tasks} label={t("commands.plan")} />
      ) : around?.inner ? (
        <TaskFlow key={around.id} tasks={around.inner.tasks} label={innerName(around)} />
      ) : (
        <TaskFlow tasks={tasks} label={t("commands.plan")} onEnter={setEntered} />
      )}
    </div>
  );
}

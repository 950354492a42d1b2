import { useQuery, useQueryClient } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import { Link } from "react-router";
import type { Schedule } from "../../../api/commandTypes";
import { changeSchedule, deleteSchedule, listSchedules } from "../../../api/work";
import { useLanguage, useTranslation } from "../../../i18n";
import { fullTime, shortDateTime } from "../../../lib/time";
import { useFresh } from "../../../sync/useFresh";
import { Button } from "../../../ui/Button";
import { Page } from "../../../ui/Page";
import { Listed } from "../Listed";
import { Tabs } from "../Tabs";
import { useDoing } from "../useDoing";
import styles from "../work.module.css";
import { PlanDialog } from "./PlanDialog";
import { ruleWords } from "./rule";

/** What runs when: with its rule in words and its next times; pause, go on, delete. */
export function SchedulesPage() {
  const { t } = useTranslation();
  const [planning, setPlanning] = useState(false);
  useFresh("schedules", "schedule.");
  const query = useQuery({ queryKey: ["schedules"], queryFn: ({ signal }) => listSchedules(signal), staleTime: 0 });
  return (
    <Page title={t("commands.title")} backLabel={t("app.back")}>
      <Tabs />
      <div className={styles.bar}>
        <Button onClick={() => setPlanning(true)}>
          <Plus size={16} aria-hidden="true" />
          {t("work.schedules.new")}
        </Button>
      </div>
      <Listed
        query={query}
        label={t("work.tabs.schedules")}
        empty={t("work.schedules.none")}
        emptyHint={t("work.schedules.noneHint")}
      >
        {(schedule) => <ScheduleRow schedule={schedule} />}
      </Listed>
      {planning && <PlanDialog onClose={() => setPlanning(false)} />}
    </Page>
  );
}

function ScheduleRow({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const doing = useDoing();
  const perform = (action: () => Promise<unknown>) =>
    void doing.run(async () => {
      await action();
      await queries.invalidateQueries({ queryKey: ["schedules"] });
    });
  const over = schedule.next_at === null;
  return (
    <>
      <div className={styles.words}>
        <p className={styles.name}>
          {schedule.title} {schedule.paused_at && <span className={styles.tag}>{t("commands.state.paused")}</span>}
          {over && <span className={styles.tag}>{t("work.schedules.over")}</span>}
        </p>
        <p className={styles.detail}>
          {ruleWords(schedule.rrule, t, language)} · {schedule.timezone}
        </p>
        {!schedule.paused_at && schedule.upcoming.length > 0 && (
          <p className={styles.detail}>
            {t("work.schedules.next")}{" "}
            {schedule.upcoming.slice(0, 3).map((moment, at) => (
              <span key={moment}>
                {at > 0 && " · "}
                <time dateTime={moment} title={fullTime(moment, language)}>
                  {shortDateTime(moment, language)}
                </time>
              </span>
            ))}
          </p>
        )}
        <p className={styles.detail}>
          {t("work.schedules.ran", { count: schedule.runs })}
          {schedule.last_command && (
            <>
              {" · "}
              <Link to={`/commands/${schedule.last_command}`}>{t("work.schedules.last")}</Link>
            </>
          )}
        </p>
        {schedule.problem && <p className={styles.bad}>{t("work.schedules.problem", { code: schedule.problem })}</p>}
        {doing.failed && (
          <p className={styles.bad} role="alert">
            {doing.failed}
          </p>
        )}
      </div>
      <div className={styles.buttons}>
        {!over && (
          <Button
            size="s"
            disabled={doing.busy}
            onClick={() => perform(() => changeSchedule(schedule, { paused: schedule.paused_at === null }))}
          >
            {t(schedule.paused_at ? "commands.resume" : "commands.pause")}
          </Button>
        )}
        <Button size="s" look="danger" disabled={doing.busy} onClick={() => perform(() => deleteSchedule(schedule.id))}>
          {t("work.delete")}
        </Button>
      </div>
    </>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import type { Scheduled } from "../api/messages";
import { ScheduleDialog } from "../features/composer/ScheduleDialog";
import { ReminderList } from "../features/messages/later/ReminderList";
import { SavedList } from "../features/messages/later/SavedList";
import { ScheduledList } from "../features/messages/later/ScheduledList";
import { ThreadList } from "../features/messages/later/ThreadList";
import { useTranslation } from "../i18n";
import { Page } from "../ui/Page";
import { Segmented } from "../ui/Segmented";
import styles from "./LaterPage.module.css";

const TABS = ["saved", "reminders", "scheduled", "threads"] as const;

/** What one keeps for later: saved messages, reminders, what waits to be sent, threads. */
export function LaterPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { tab } = useParams();
  const shown = TABS.find((one) => one === tab) ?? "saved";
  const [changing, setChanging] = useState<Scheduled | null>(null);
  return (
    <Page title={t("later.title")} backLabel={t("app.back")}>
      <div className={styles.tabs}>
        <Segmented
          label={t("later.tabs")}
          value={shown}
          onChange={(value) => void navigate(`/later/${value}`, { replace: true })}
          options={TABS.map((value) => ({ value, label: t(`later.${value}`) }))}
        />
      </div>
      {shown === "saved" && <SavedList />}
      {shown === "reminders" && <ReminderList />}
      {shown === "scheduled" && <ScheduledList onChange={setChanging} />}
      {shown === "threads" && <ThreadList />}
      {changing && (
        <ScheduleDialog
          conversation={changing.conversation}
          text={changing.text}
          known={changing}
          onClose={() => setChanging(null)}
          onDone={() => void queries.invalidateQueries({ queryKey: ["scheduled"] })}
        />
      )}
    </Page>
  );
}

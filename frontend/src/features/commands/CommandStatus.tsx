import type { CommandView } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { duration, fullTime, shortDateTime } from "../../lib/time";
import styles from "./CommandStatus.module.css";
import { StateIcon } from "./StateIcon";

/** How a command stands, in a word, with how far it is or how long it took. */
export function CommandStatus({ command, mine }: { command: CommandView; mine: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, progress, starts_at, started_at, finished_at } = command;
  const word = state === "proposed" && !mine ? t("commands.proposedOther") : t(`commands.state.${state}`);
  const going = state === "running" || state === "waiting" || state === "paused";
  return (
    <p className={`${styles.status} ${styles[state]}`} role="status">
      <StateIcon state={state} size={15} />
      <span>{word}</span>
      {going && progress.total > 0 && (
        <span className={styles.more} title={t("commands.progress", progress)}>
          {progress.done}/{progress.total}
        </span>
      )}
      {starts_at && !started_at && state === "queued" && (
        <time className={styles.more} dateTime={starts_at} title={fullTime(starts_at, language)}>
          {shortDateTime(starts_at, language)}
        </time>
      )}
      {started_at && finished_at && (
        <span className={styles.more}>{duration(Date.parse(finished_at) - Date.parse(started_at), language)}</span>
      )}
    </p>
  );
}

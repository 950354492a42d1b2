import CalendarClock from "lucide-react/icons/calendar-clock";
import { useState } from "react";
import { Link } from "react-router";
import { listScheduled, removeScheduled, type Scheduled } from "../../../api/messages";
import { useLanguage, useTranslation } from "../../../i18n";
import { shortDateTime } from "../../../lib/time";
import type { LiveEvent } from "../../../sync/events";
import { conversationName } from "../../../sync/names";
import { useSync } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { Markdown } from "../../../ui/Markdown";
import { reasonOf } from "../dialogs/reason";
import { FetchedList } from "../FetchedList";
import styles from "../MessageSnippet.module.css";
import { useFetchedList } from "../useFetchedList";

const KEY = ["scheduled"];
const changes = (event: LiveEvent) => event.type.startsWith("scheduled.");

/** What waits to be sent, what was, and what could not be. */
export function ScheduledList({ onChange }: { onChange(scheduled: Scheduled): void }) {
  const { t } = useTranslation();
  const query = useFetchedList(KEY, listScheduled, changes);
  return (
    <FetchedList
      query={query}
      label={t("later.scheduled")}
      empty={{
        icon: <CalendarClock size={22} aria-hidden="true" />,
        title: t("later.noScheduled"),
        text: t("later.noScheduledHint"),
      }}
    >
      {(scheduled) => (
        <li key={scheduled.id}>
          <One scheduled={scheduled} onChange={onChange} onGone={query.refetch} />
        </li>
      )}
    </FetchedList>
  );
}

interface Props {
  scheduled: Scheduled;
  onChange(scheduled: Scheduled): void;
  onGone(): void;
}

function One({ scheduled, onChange, onGone }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSync((state) => state.me.id);
  const conversation = useSync((state) => state.conversations[scheduled.conversation]);
  const [failure, setFailure] = useState<string | null>(null);
  const time = shortDateTime(scheduled.at, language);
  const words = {
    waiting: t("later.sendsAt", { time }),
    sent: t("later.sentAt", { time }),
    failed: t("later.failedAt", { time, reason: scheduled.problem ?? "" }),
  };
  const name = conversation ? conversationName(conversation, me, t) : "";
  const remove = () => removeScheduled(scheduled.id).then(onGone, (error: unknown) => setFailure(reasonOf(error, t)));
  return (
    <article className={styles.snippet} aria-label={`${name}, ${time}`}>
      <div className={styles.body}>
        <p className={styles.head}>
          <Link className={styles.name} to={`/c/${scheduled.conversation}`}>
            {name}
          </Link>
          <span className={styles.time}>{words[scheduled.state]}</span>
        </p>
        <div className={styles.text}>
          <Markdown text={scheduled.text} />
        </div>
        {failure && <p role="alert">{failure}</p>}
        <p className={styles.actions}>
          {scheduled.message && (
            <Link to={`/c/${scheduled.conversation}?message=${scheduled.message}`}>{t("news.show")}</Link>
          )}
          {scheduled.state !== "sent" && (
            <Button size="s" onClick={() => onChange(scheduled)}>
              {t("later.change")}
            </Button>
          )}
          <Button size="s" look="plain" onClick={() => void remove()}>
            {scheduled.state === "waiting" ? t("later.takeBack") : t("later.remove")}
          </Button>
        </p>
      </div>
    </article>
  );
}

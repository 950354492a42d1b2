import Clock from "lucide-react/icons/clock";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { memo } from "react";
import { useLanguage, useTranslation } from "../../i18n";
import { isOnlyEmoji } from "../../lib/onlyEmoji";
import { personName } from "../../sync/names";
import type { Pending } from "../../sync/state";
import { useLive, useSync } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Markdown } from "../../ui/Markdown";
import { Spinner } from "../../ui/Spinner";
import rowStyles from "./MessageRow.module.css";
import styles from "./PendingRow.module.css";
import { Place } from "./row/Place";
import { Quote } from "./row/Quote";

/** A message on its way: dimmed while it goes, with a way out when it failed. */
export const PendingRow = memo(function PendingRow({ pending, first }: { pending: Pending; first: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const me = useSync((state) => state.me);
  const failed = pending.state === "failed";
  const word =
    pending.state === "queued"
      ? t("messages.waiting")
      : pending.kind === "command"
        ? t("messages.preparing")
        : t("messages.sending");
  return (
    <article
      className={`${rowStyles.row} ${first ? rowStyles.first : ""}`}
      aria-label={personName(me)}
      data-pending={pending.state}
    >
      <div className={rowStyles.gutter}>
        {first && <Avatar id={me.id} name={personName(me)} url={me.avatar_url} language={language} />}
      </div>
      <div className={rowStyles.body}>
        {first && (
          <p className={rowStyles.head}>
            <span className={rowStyles.name}>{personName(me)}</span>
          </p>
        )}
        <div className={failed ? "" : styles.going}>
          {pending.kind === "command" && <span className={styles.run}>/run</span>}
          {pending.extra?.reply_to && <Quote conversation={pending.conversation} id={pending.extra.reply_to} />}
          <div className={pending.kind === "message" && isOnlyEmoji(pending.text) ? rowStyles.emoji : undefined}>
            <Markdown text={pending.text} />
          </div>
          {pending.extra?.location && <Place location={pending.extra.location} />}
        </div>
        {failed ? (
          <div className={styles.failed} role="alert">
            <TriangleAlert size={15} aria-hidden="true" />
            <span>
              {t("messages.failed")} {pending.failure?.text}
            </span>
            <Button size="s" onClick={() => live.outbox.retry(pending.client_id)}>
              <RotateCcw size={14} aria-hidden="true" />
              {t("messages.retry")}
            </Button>
            <Button size="s" look="plain" onClick={() => live.outbox.discard(pending.client_id)}>
              {t("messages.discard")}
            </Button>
          </div>
        ) : (
          <p className={`${styles.state} ${pending.kind === "message" ? styles.late : ""}`}>
            {pending.state === "queued" ? <Clock size={13} aria-hidden="true" /> : <Spinner size={13} />}
            {word}
          </p>
        )}
      </div>
    </article>
  );
});

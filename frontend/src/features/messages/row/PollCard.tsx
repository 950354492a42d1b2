import Check from "lucide-react/icons/check";
import { useState } from "react";
import { closePoll } from "../../../api/messages";
import type { Message, Poll } from "../../../api/types";
import { useLanguage, useTranslation } from "../../../i18n";
import { shortDateTime } from "../../../lib/time";
import { useLive, useSync } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { useMessageUi } from "../messageUi";
import styles from "./PollCard.module.css";

/** A question with its options, the votes as they come in, and one's own. */
export function PollCard({ message, poll }: { message: Message; poll: Poll }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const ui = useMessageUi();
  const me = useSync((state) => state.me.id);
  const [now] = useState(Date.now);
  const own = message.mine?.votes ?? [];
  const closed = poll.closed_at !== null || (poll.closes_at !== null && Date.parse(poll.closes_at) < now);
  const stuck = own.length > 0 && !poll.change_vote;
  const most = Math.max(1, poll.voter_count);
  const choose = (id: number) => {
    const on = !own.includes(id);
    const options = poll.multiple ? (on ? [...own, id] : own.filter((other) => other !== id)) : on ? [id] : [];
    live.changes.add(message, { kind: "vote", options });
  };
  const facts = [
    t("msg.voters", { count: poll.voter_count }),
    poll.multiple && t("msg.pollMultiple"),
    poll.anonymous && t("msg.pollAnonymous"),
    stuck && !closed && t("msg.pollStands"),
    closed
      ? t("msg.pollClosed")
      : poll.closes_at && t("msg.pollCloses", { time: shortDateTime(poll.closes_at, language) }),
  ].filter(Boolean);
  return (
    <fieldset className={styles.poll}>
      <legend className={styles.question}>{message.text}</legend>
      {poll.options.map((option) => {
        const mine = own.includes(option.id);
        const share = Math.round((option.count / most) * 100);
        const votes = t("msg.votes", { count: option.count, percent: share });
        return (
          <button
            key={option.id}
            type="button"
            aria-pressed={mine}
            aria-label={`${option.text} ${votes}`}
            className={styles.option}
            disabled={closed || stuck}
            onClick={() => choose(option.id)}
          >
            <span className={styles.bar} style={{ width: `${share}%` }} aria-hidden="true" />
            <span className={`${styles.box} ${poll.multiple ? styles.square : ""}`} aria-hidden="true">
              {mine && <Check size={12} strokeWidth={3} />}
            </span>
            <span className={styles.text}>{option.text}</span> <span className={styles.count}>{votes}</span>
          </button>
        );
      })}
      <p className={styles.facts} role="status">
        {facts.join(" · ")}
      </p>
      {(!poll.anonymous || message.sender?.id === me) && (
        <p className={styles.actions}>
          {!poll.anonymous && poll.voter_count > 0 && (
            <Button size="s" look="plain" onClick={() => ui.ask({ kind: "votes", message })}>
              {t("msg.whoVoted")}
            </Button>
          )}
          {message.sender?.id === me && !closed && (
            <Button size="s" look="plain" onClick={() => void closePoll(message.id)}>
              {t("msg.pollClose")}
            </Button>
          )}
        </p>
      )}
    </fieldset>
  );
}

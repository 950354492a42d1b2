import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Message } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { fullTime, shortDateTime } from "../../lib/time";
import { conversationName } from "../../sync/names";
import { useNameIn } from "../../sync/useNameIn";
import { useOwnEmoji } from "../../sync/useOwnEmoji";
import { useSync } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";
import { Markdown } from "../../ui/Markdown";
import styles from "./MessageSnippet.module.css";

interface Props {
  message: Message;
  /** Where a press leads, besides the message in its conversation. */
  to?: string;
  /** Say in which conversation it is. */
  placed?: boolean;
  note?: ReactNode;
  /** What can be done with it here. */
  children?: ReactNode;
}

/** A message away from its conversation: in a list of pins, of what one saved, of threads. */
export function MessageSnippet({ message, to, placed = false, note, children }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSync((state) => state.me.id);
  const conversation = useSync((state) => state.conversations[message.conversation]);
  const own = useOwnEmoji(message.conversation);
  const name = useNameIn(message.conversation, message.sender) ?? t("messages.someone");
  const thread = message.thread ? `&thread=${message.thread}` : "";
  const at = shortDateTime(message.created_at, language);
  return (
    <article className={styles.snippet} aria-label={`${name}, ${at}`}>
      <Avatar
        id={message.sender?.id ?? message.id}
        name={name}
        url={message.sender?.avatar_url}
        language={language}
        size="s"
      />
      <div className={styles.body}>
        <p className={styles.head}>
          <span className={styles.name}>{name}</span>
          {placed && conversation && <span className={styles.place}>{conversationName(conversation, me, t)}</span>}
          <time className={styles.time} dateTime={message.created_at} title={fullTime(message.created_at, language)}>
            {at}
          </time>
        </p>
        <div className={styles.text}>
          {message.text ? (
            <Markdown text={message.text} own={own} />
          ) : (
            <em>{message.card?.title ?? t(`msg.type.${message.type}`)}</em>
          )}
        </div>
        {note && <p className={styles.note}>{note}</p>}
        <p className={styles.actions}>
          <Link to={to ?? `/c/${message.conversation}?message=${message.id}${thread}`}>{t("news.show")}</Link>
          {children}
        </p>
      </div>
    </article>
  );
}

import { memo, type ReactNode } from "react";
import type { Message } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { clockTime, fullTime } from "../../lib/time";
import { personName } from "../../sync/names";
import { Avatar } from "../../ui/Avatar";
import { Markdown } from "../../ui/Markdown";
import styles from "./MessageRow.module.css";

interface Props {
  message: Message;
  first: boolean;
  /** Is it the one that somebody came here for? */
  sought?: boolean;
  /** What stands for the text: the card of a command. */
  children?: ReactNode;
}

export const MessageRow = memo(function MessageRow({ message, first, sought, children }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (message.type === "system") return <p className={styles.system}>{message.text}</p>;
  const name = message.sender ? personName(message.sender) : t("messages.someone");
  const time = (
    <time className={styles.time} dateTime={message.created_at} title={fullTime(message.created_at, language)}>
      {clockTime(message.created_at, language)}
    </time>
  );
  return (
    <article
      className={`${styles.row} ${first ? styles.first : ""} ${sought ? styles.sought : ""}`}
      aria-current={sought || undefined}
      aria-label={`${name}, ${clockTime(message.created_at, language)}`}
      data-message={message.id}
    >
      <div className={styles.gutter}>
        {first ? (
          <Avatar
            id={message.sender?.id ?? message.id}
            name={name}
            url={message.sender?.avatar_url}
            language={language}
          />
        ) : (
          time
        )}
      </div>
      <div className={styles.body}>
        {first && (
          <p className={styles.head}>
            <span className={styles.name}>{name}</span>
            {message.sender?.is_bot && <span className={styles.bot}>{t("messages.bot")}</span>}
            {time}
          </p>
        )}
        {children ? <div className={styles.card}>{children}</div> : <Markdown text={message.text} />}
        {message.edited_at && <span className={styles.edited}>({t("messages.edited")})</span>}
      </div>
    </article>
  );
});

import MessagesSquare from "lucide-react/icons/messages-square";
import type { Message } from "../../../api/types";
import { useLanguage, useTranslation } from "../../../i18n";
import { listTime } from "../../../lib/time";
import styles from "./ThreadFooter.module.css";

/** How many answered beside the conversation, and how many of them one has not read. */
export function ThreadFooter({ message, onOpen }: { message: Message; onOpen(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const unread = message.mine?.thread?.unread_count ?? 0;
  return (
    <button type="button" className={`${styles.thread} ${unread > 0 ? styles.unread : ""}`} onClick={onOpen}>
      <MessagesSquare size={14} aria-hidden="true" />
      <span className={styles.count}>{t("msg.answers", { count: message.thread_count })}</span>
      {unread > 0 && <span className={styles.fresh}>{t("msg.unreadAnswers", { count: unread })}</span>}
      {message.thread_last_at && <span className={styles.last}>{listTime(message.thread_last_at, language)}</span>}
    </button>
  );
}

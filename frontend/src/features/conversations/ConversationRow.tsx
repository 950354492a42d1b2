import { memo } from "react";
import { NavLink } from "react-router";
import type { Conversation } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { useDraft } from "../../lib/drafts";
import { fullTime, listTime } from "../../lib/time";
import { conversationName } from "../../sync/names";
import { useSync } from "../../sync/useSync";
import { Hidden } from "../../ui/Hidden";
import { ConversationFace } from "./ConversationFace";
import styles from "./ConversationRow.module.css";
import { previewOf } from "./preview";

interface Props {
  conversation: Conversation;
  open: boolean;
  tabbable: boolean;
}

export const ConversationRow = memo(function ConversationRow({ conversation, open, tabbable }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSync((state) => state.me.id);
  const draft = useDraft(me, conversation.id);
  const unread = conversation.unread_count;
  const at = conversation.last_message?.created_at ?? conversation.last_activity_at;
  const shownDraft = open ? null : draft;
  return (
    <li className={styles.item}>
      <NavLink
        to={`/c/${conversation.id}`}
        className={`${styles.row} ${open ? styles.open : ""} ${unread > 0 ? styles.unread : ""}`}
        tabIndex={tabbable ? 0 : -1}
        data-conversation={conversation.id}
      >
        <ConversationFace conversation={conversation} />
        <span className={styles.words}>
          <span className={styles.top}>
            <span className={styles.name}>{conversationName(conversation, me, t)}</span>
            <time className={styles.time} dateTime={at} title={fullTime(at, language)}>
              {listTime(at, language)}
            </time>
          </span>
          <span className={styles.bottom}>
            <span className={`${styles.preview} ${shownDraft ? styles.draft : ""}`}>
              {previewOf(conversation, me, shownDraft, t)}
            </span>
            {unread > 0 && (
              <span className={styles.badge}>
                <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
                <Hidden>{t("conversations.unreadCount", { count: unread })}</Hidden>
              </span>
            )}
          </span>
        </span>
      </NavLink>
    </li>
  );
});

import AtSign from "lucide-react/icons/at-sign";
import BellOff from "lucide-react/icons/bell-off";
import Ellipsis from "lucide-react/icons/ellipsis";
import Pin from "lucide-react/icons/pin";
import { memo, Suspense, useRef, useState } from "react";
import { NavLink } from "react-router";
import type { Conversation } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { useDraft } from "../../lib/drafts";
import { fullTime, listTime } from "../../lib/time";
import { conversationName } from "../../sync/names";
import { useSync } from "../../sync/useSync";
import type { Anchor } from "../../ui/FloatingMenu";
import { Hidden } from "../../ui/Hidden";
import { IconButton } from "../../ui/IconButton";
import { lazy } from "../../ui/lazy";
import { ConversationFace } from "./ConversationFace";
import styles from "./ConversationRow.module.css";
import { previewOf } from "./preview";
import { useConversationActions } from "./useConversationActions";

const FloatingMenu = lazy(() => import("../../ui/FloatingMenu").then((module) => ({ default: module.FloatingMenu })));

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
  const actions = useConversationActions(conversation);
  const [menu, setMenu] = useState<Anchor | null>(null);
  const row = useRef<HTMLLIElement>(null);
  const unread = conversation.unread_count;
  const at = conversation.last_message?.created_at ?? conversation.last_activity_at;
  const shownDraft = open ? null : draft;
  return (
    <li
      ref={row}
      className={styles.item}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : event.currentTarget);
      }}
    >
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
              {previewOf(conversation, me, shownDraft, t, language)}
            </span>
            {conversation.pinned_at && <Pin size={13} role="img" aria-label={t("conversations.onTop")} />}
            {conversation.muted && <BellOff size={13} role="img" aria-label={t("conversations.muted")} />}
            {conversation.mention_count + conversation.thread_mention_count > 0 && (
              <span className={styles.called}>
                <AtSign size={12} strokeWidth={3} role="img" aria-label={t("conversations.mentions")} />
              </span>
            )}
            {unread > 0 && (
              <span className={`${styles.badge} ${conversation.muted ? styles.quiet : ""}`}>
                <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
                <Hidden>{t("conversations.unreadCount", { count: unread })}</Hidden>
              </span>
            )}
          </span>
        </span>
      </NavLink>
      <IconButton
        label={t("conversations.actions", { name: conversationName(conversation, me, t) })}
        className={styles.more ?? ""}
        aria-haspopup="menu"
        aria-expanded={menu !== null}
        tabIndex={tabbable ? 0 : -1}
        onClick={(event) => setMenu(event.currentTarget)}
      >
        <Ellipsis size={16} aria-hidden="true" />
      </IconButton>
      {menu && (
        <Suspense fallback={null}>
          <FloatingMenu
            label={t("conversations.actions", { name: conversationName(conversation, me, t) })}
            anchor={menu}
            entries={actions()}
            onClose={() => setMenu(null)}
            returnTo={row.current?.querySelector("a") ?? null}
          />
        </Suspense>
      )}
    </li>
  );
});

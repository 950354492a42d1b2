import Bell from "lucide-react/icons/bell";
import BellOff from "lucide-react/icons/bell-off";
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import type { Conversation, Message } from "../../api/types";
import { useTranslation } from "../../i18n";
import { conversationName } from "../../sync/names";
import { withChanges } from "../../sync/overlay";
import { findMessage } from "../../sync/places";
import { useLive, useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { Notice } from "../../ui/Notice";
import { SidePanel } from "../../ui/SidePanel";
import { Skeleton } from "../../ui/Skeleton";
import { Announcer } from "./Announcer";
import { MessageRow } from "./MessageRow";
import { moveAmongMessages } from "./moveAmongMessages";
import { PendingRow } from "./PendingRow";
import { othersIn, reachOf } from "./reach";
import { type Row, rowsOf } from "./rows";
import { Separator } from "./Separator";
import styles from "./ThreadPane.module.css";
import { useReading } from "./useReading";

interface Props {
  conversation: Conversation;
  root: string;
  /** An answer that somebody came for. */
  sought: string | null;
  onClose(): void;
  renderCard(message: Message): ReactNode;
  /** Where one answers. */
  children: ReactNode;
}

/** The answers to one message, beside the conversation. Give it a `key` of the root's id. */
export function ThreadPane({ conversation, root, sought, onClose, renderCard, children }: Props) {
  const { t } = useTranslation();
  const live = useLive();
  const me = useSync((state) => state.me.id);
  const thread = useSync((state) => state.threads[root]);
  const known = useSync((state) => findMessage(state, conversation.id, root));
  const outbox = useSync((state) => state.outbox);
  const changes = useSync((state) => state.changes);
  const reading = useReading();
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void live.pages.loadThread(conversation.id, root);
    return () => live.pages.closeThread(root);
  }, [live, conversation.id, root]);

  const start = known ?? thread?.root ?? null;
  const place = start?.mine?.thread;
  const first = useMemo(() => (start ? withChanges([start], changes)[0] : undefined), [start, changes]);
  const messages = useMemo(() => withChanges(thread?.messages ?? [], changes), [thread?.messages, changes]);
  const pending = useMemo(() => outbox.filter((one) => one.extra?.thread === root), [outbox, root]);
  const rows = useMemo(() => rowsOf(messages, pending, me, null), [messages, pending, me]);
  const others = useMemo(() => othersIn(conversation, me), [conversation, me]);
  const newest = messages.at(-1)?.seq ?? 0;
  const unread = place?.unread_count ?? 0;
  useEffect(() => {
    if (reading && newest > 0 && unread > 0) void live.pages.readThread(conversation.id, root);
  }, [reading, newest, unread, live, conversation.id, root]);

  const count = rows.length;
  const ready = thread?.status === "ready";
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !ready || count === 0) return;
    const row = sought ? element.querySelector(`[data-message="${CSS.escape(sought)}"]`) : null;
    if (row) row.scrollIntoView?.({ block: "center" });
    else element.scrollTop = element.scrollHeight;
  }, [count, ready, sought]);

  const draw = (row: Row) => {
    if (row.kind === "pending") return <PendingRow key={row.key} pending={row.pending} first={row.first} />;
    if (row.kind !== "message") return null;
    const { message } = row;
    return (
      <MessageRow
        key={row.key}
        message={message}
        first={row.first}
        sought={message.id === sought}
        reach={message.sender?.id === me && others ? reachOf(message.seq, others) : undefined}
      />
    );
  };
  return (
    <SidePanel
      title={t("msg.thread")}
      detail={conversationName(conversation, me, t)}
      closeLabel={t("app.close")}
      onClose={onClose}
      actions={
        place && (
          <IconButton
            label={place.following ? t("msg.unfollow") : t("msg.follow")}
            aria-pressed={place.following}
            onClick={() => void live.pages.follow(conversation.id, root, !place.following)}
          >
            {place.following ? <Bell size={18} aria-hidden="true" /> : <BellOff size={18} aria-hidden="true" />}
          </IconButton>
        )
      }
    >
      <section
        ref={scroller}
        className={styles.scroller}
        onKeyDown={moveAmongMessages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t("msg.thread")}
      >
        {!thread || (thread.status === "loading" && !first) ? (
          <Skeleton rows={4} look="messages" label={t("app.loading")} />
        ) : thread.status === "failed" ? (
          <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
            <Button onClick={() => void live.pages.loadThread(conversation.id, root)}>{t("app.retry")}</Button>
          </Notice>
        ) : (
          <>
            {first && (
              <MessageRow message={first} first>
                {first.card ? renderCard(first) : undefined}
              </MessageRow>
            )}
            <Separator look="day" text={t("msg.answers", { count: messages.length || first?.thread_count || 0 })} />
            {thread.older !== "none" && (
              <p className={styles.older}>
                <Button
                  size="s"
                  disabled={thread.older === "loading"}
                  onClick={() => void live.pages.olderInThread(root)}
                >
                  {t("msg.olderAnswers")}
                </Button>
              </p>
            )}
            {rows.map(draw)}
          </>
        )}
      </section>
      {thread && <Announcer messages={thread.messages} me={me} />}
      {children}
    </SidePanel>
  );
}

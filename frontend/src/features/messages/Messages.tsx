import MessageCircle from "lucide-react/icons/message-circle";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Virtualizer } from "virtua";
import type { Conversation, Message } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { dayName } from "../../lib/time";
import { conversationName } from "../../sync/names";
import { withChanges } from "../../sync/overlay";
import type { Timeline } from "../../sync/state";
import { useLive, useSync } from "../../sync/useSync";
import { Notice } from "../../ui/Notice";
import { Announcer } from "./Announcer";
import { JumpButton } from "./JumpButton";
import styles from "./MessagePane.module.css";
import { MessageRow } from "./MessageRow";
import { moveAmongMessages } from "./moveAmongMessages";
import { PendingRow } from "./PendingRow";
import { othersIn, reachOf } from "./reach";
import { type Row, rowsOf } from "./rows";
import { Separator } from "./Separator";
import { Start } from "./Start";
import { SystemRow } from "./SystemRow";
import { useReading } from "./useReading";
import { useScrolling } from "./useScrolling";
import { useSought } from "./useSought";

interface Props {
  conversation: Conversation;
  timeline: Timeline;
  renderCard(message: Message): ReactNode;
}

/** The rows of one conversation: the newest messages, or a stretch of the past that somebody jumped to. */
export function Messages({ conversation, timeline, renderCard }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const { id } = conversation;
  const me = useSync((state) => state.me.id);
  const outbox = useSync((state) => state.outbox);
  const changes = useSync((state) => state.changes);
  const past = useSync((state) => state.windows[id]);
  const name = conversationName(conversation, me, t);
  const [unreadAfter] = useState(conversation.unread_count > 0 ? conversation.read_seq : null);
  const shown = past ?? timeline;
  const messages = useMemo(() => withChanges(shown.messages, changes), [shown.messages, changes]);
  const pending = useMemo(() => outbox.filter((one) => one.conversation === id && !one.extra?.thread), [outbox, id]);
  const rows = useMemo(
    () => rowsOf(messages, past ? [] : pending, me, unreadAfter),
    [messages, past, pending, me, unreadAfter],
  );
  const others = useMemo(() => othersIn(conversation, me), [conversation, me]);
  const [seenSeq, setSeenSeq] = useState(() => timeline.messages.at(-1)?.seq ?? 0);

  const onTop = useCallback(() => {
    void (live.store.getState().windows[id] ? live.pages.olderInWindow(id) : live.loadOlder(id));
  }, [live, id]);
  const onBottomOfPast = useCallback(() => void live.pages.newerInWindow(id), [live, id]);
  const { scroller, list, content, atBottom, look, showRow, showNewest } = useScrolling({
    rows,
    past: past !== undefined,
    ownPending: pending.length,
    onTop,
    onBottomOfPast,
  });
  const sought = useSought(id, rows, showRow);

  // Where older messages came in above, what is on the screen keeps its place.
  const firstId = shown.messages[0]?.id;
  const previousFirst = useRef(firstId);
  const shift = previousFirst.current !== firstId && shown.messages.some(({ id }) => id === previousFirst.current);
  useLayoutEffect(() => {
    previousFirst.current = firstId;
  }, [firstId]);

  // What one writes is at the end: whoever looked at the past comes back with it.
  const ownBefore = useRef(pending.length);
  useEffect(() => {
    if (pending.length > ownBefore.current) live.pages.closeWindow(id);
    ownBefore.current = pending.length;
  }, [pending.length, live, id]);
  useEffect(() => () => live.pages.closeWindow(id), [live, id]);

  const reading = useReading();
  const newest = timeline.messages.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (!atBottom) return;
    setSeenSeq(newest);
    if (reading && conversation.unread_count > 0) void live.markRead(id);
  }, [atBottom, reading, newest, conversation.unread_count, live, id]);

  const isNews = ({ seq, sender, type }: Message) => seq > seenSeq && sender?.id !== me && type !== "system";
  const missed = timeline.messages.filter(isNews).length;
  const nothingSaid = shown.older === "none" && messages.every((message) => message.type === "system");
  const draw = (row: Row) => {
    switch (row.kind) {
      case "start":
        return <Start key={row.key} older={shown.older} name={name} onRetry={onTop} />;
      case "day":
        return <Separator key={row.key} look="day" text={dayName(row.at, language)} />;
      case "unread":
        return <Separator key={row.key} look="unread" text={t("messages.unread")} />;
      case "pending":
        return <PendingRow key={row.key} pending={row.pending} first={row.first} />;
      case "message":
        if (row.message.type === "system") return <SystemRow key={row.key} message={row.message} />;
        return (
          <MessageRow
            key={row.key}
            message={row.message}
            first={row.first}
            sought={row.message.id === sought}
            reach={row.message.sender?.id === me && others ? reachOf(row.message.seq, others) : undefined}
          >
            {row.message.card ? renderCard(row.message) : undefined}
          </MessageRow>
        );
    }
  };

  return (
    <div className={styles.pane}>
      <section
        ref={scroller}
        className={styles.scroller}
        onScroll={look}
        onKeyDown={moveAmongMessages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t("messages.pane", { name })}
      >
        <div className={styles.push} />
        {nothingSaid && pending.length === 0 && (
          <Notice
            icon={<MessageCircle size={22} aria-hidden="true" />}
            title={t("messages.empty")}
            text={t("messages.emptyHint")}
          />
        )}
        <div ref={content}>
          <Virtualizer ref={list} scrollRef={scroller} data={rows} shift={shift}>
            {draw}
          </Virtualizer>
        </div>
        <div className={styles.end} />
      </section>
      {!atBottom && (
        <JumpButton
          count={missed}
          onClick={() => {
            live.pages.closeWindow(id);
            // After the rows of the newest messages are drawn.
            requestAnimationFrame(() => requestAnimationFrame(showNewest));
          }}
        />
      )}
      <Announcer messages={timeline.messages} me={me} />
    </div>
  );
}

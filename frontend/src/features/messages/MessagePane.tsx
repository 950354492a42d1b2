import MessageCircle from "lucide-react/icons/message-circle";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { Conversation, Message } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { dayName } from "../../lib/time";
import { conversationName } from "../../sync/names";
import type { Timeline } from "../../sync/state";
import { useLive, useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import { Announcer } from "./Announcer";
import { JumpButton } from "./JumpButton";
import styles from "./MessagePane.module.css";
import { MessageRow } from "./MessageRow";
import { PendingRow } from "./PendingRow";
import { type Row, rowsOf } from "./rows";
import { Separator } from "./Separator";
import { Start } from "./Start";
import { useReading } from "./useReading";
import { useSought } from "./useSought";

interface Props {
  conversation: Conversation;
  renderCard(message: Message): ReactNode;
}

const BOTTOM_PX = 48;
const TOP_PX = 600;

/** The messages of one conversation. Give it a `key` of the conversation's id: each one scrolls for itself. */
export function MessagePane({ conversation, renderCard }: Props) {
  const { t } = useTranslation();
  const live = useLive();
  const timeline = useSync((state) => state.timelines[conversation.id]);
  useEffect(() => {
    live.open(conversation.id);
    return () => live.open(null);
  }, [live, conversation.id]);

  if (!timeline || timeline.status === "loading") {
    return <Skeleton rows={7} look="messages" label={t("app.loading")} />;
  }
  if (timeline.status === "failed") {
    return (
      <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
        <Button onClick={() => live.retryMessages(conversation.id)}>{t("app.retry")}</Button>
      </Notice>
    );
  }
  return <Messages conversation={conversation} timeline={timeline} renderCard={renderCard} />;
}

function Messages({ conversation, timeline, renderCard }: Props & { timeline: Timeline }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const me = useSync((state) => state.me.id);
  const outbox = useSync((state) => state.outbox);
  const { id } = conversation;
  const name = conversationName(conversation, me, t);
  const [unreadAfter] = useState(conversation.unread_count > 0 ? conversation.read_seq : null);
  const rows = useMemo(
    () =>
      rowsOf(
        timeline.messages,
        outbox.filter((pending) => pending.conversation === id),
        me,
        unreadAfter,
      ),
    [timeline.messages, outbox, id, me, unreadAfter],
  );

  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const content = useRef<HTMLDivElement>(null);
  const [atBottom, setAtBottom] = useState(true);
  const sticking = useRef(true);
  const lastTop = useRef(0);
  const [seenSeq, setSeenSeq] = useState(() => timeline.messages.at(-1)?.seq ?? 0);
  const placed = useRef(false);

  const toBottom = useCallback(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  // Where older messages came in above, what is on the screen keeps its place.
  const firstId = timeline.messages[0]?.id;
  const previousFirst = useRef(firstId);
  const shift = previousFirst.current !== firstId && timeline.messages.some(({ id }) => id === previousFirst.current);
  useLayoutEffect(() => {
    previousFirst.current = firstId;
  }, [firstId]);

  useLayoutEffect(() => {
    if (placed.current || !list.current) return;
    placed.current = true;
    const at = rows.findIndex((row) => row.kind === "unread");
    if (at >= 0) {
      sticking.current = false;
      list.current.scrollToIndex(at, { align: "start" });
    } else {
      list.current.scrollToIndex(rows.length - 1, { align: "end" });
    }
  }, [rows]);

  // At the bottom one stays at the bottom, also while a card grows or the keyboard of a phone opens.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (sticking.current) toBottom();
    });
    if (content.current) observer.observe(content.current);
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [toBottom]);

  const ownPending = outbox.filter((pending) => pending.conversation === id).length;
  const ownBefore = useRef(ownPending);
  useLayoutEffect(() => {
    if (ownPending > ownBefore.current) {
      sticking.current = true;
      toBottom();
    }
    ownBefore.current = ownPending;
  }, [ownPending, toBottom]);

  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const bottom = element.scrollHeight - element.scrollTop - element.clientHeight < BOTTOM_PX;
    // Content that grows also moves the bottom away: only who scrolls up lets go of it.
    if (bottom) sticking.current = true;
    else if (element.scrollTop < lastTop.current) sticking.current = false;
    lastTop.current = element.scrollTop;
    setAtBottom(bottom);
    if (element.scrollTop < TOP_PX && placed.current) void live.loadOlder(id);
  }, [live, id]);

  useLayoutEffect(() => {
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [look]);

  const sought = useSought(id, timeline, rows, (at) => {
    sticking.current = false;
    list.current?.scrollToIndex(at, { align: "center" });
  });

  const reading = useReading();
  const newest = timeline.messages.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (!atBottom) return;
    setSeenSeq(newest);
    if (reading && conversation.unread_count > 0) void live.markRead(id);
  }, [atBottom, reading, newest, conversation.unread_count, live, id]);

  const missed = timeline.messages.filter((message) => message.seq > seenSeq && message.sender?.id !== me).length;
  const draw = (row: Row) => {
    switch (row.kind) {
      case "start":
        return <Start key={row.key} older={timeline.older} name={name} onRetry={() => void live.loadOlder(id)} />;
      case "day":
        return <Separator key={row.key} look="day" text={dayName(row.at, language)} />;
      case "unread":
        return <Separator key={row.key} look="unread" text={t("messages.unread")} />;
      case "pending":
        return <PendingRow key={row.key} pending={row.pending} first={row.first} />;
      case "message":
        return (
          <MessageRow key={row.key} message={row.message} first={row.first} sought={row.message.id === sought}>
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
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t("messages.pane", { name })}
      >
        <div className={styles.push} />
        {timeline.messages.length === 0 && ownPending === 0 && (
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
            sticking.current = true;
            list.current?.scrollToIndex(rows.length - 1, { align: "end" });
            toBottom();
          }}
        />
      )}
      <Announcer messages={timeline.messages} me={me} />
    </div>
  );
}

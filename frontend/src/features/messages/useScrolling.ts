import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import type { Row } from "./rows";

const BOTTOM_PX = 48;
const TOP_PX = 600;

interface Wishes {
  rows: Row[];
  /** The end of the list is not the newest message. */
  past: boolean;
  /** How many messages of one's own are on their way: a new one leads to the bottom. */
  ownPending: number;
  onTop(): void;
  onBottomOfPast(): void;
}

/** Where the pane stands: at the bottom it stays there, elsewhere it keeps its place. */
export function useScrolling({ rows, past, ownPending, onTop, onBottomOfPast }: Wishes) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const content = useRef<HTMLDivElement>(null);
  const [atBottom, setAtBottom] = useState(true);
  const sticking = useRef(true);
  const lastTop = useRef(0);
  const placed = useRef(false);

  const toBottom = useCallback(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

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
    if (bottom && !past) sticking.current = true;
    else if (past || element.scrollTop < lastTop.current) sticking.current = false;
    lastTop.current = element.scrollTop;
    setAtBottom(bottom && !past);
    if (!placed.current) return;
    if (element.scrollTop < TOP_PX) onTop();
    if (past && element.scrollHeight - element.scrollTop - element.clientHeight < TOP_PX) onBottomOfPast();
  }, [past, onTop, onBottomOfPast]);

  useLayoutEffect(() => {
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [look]);

  // At the bottom one stays at the bottom, also while a card grows or the keyboard of a phone opens.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (sticking.current) toBottom();
      look(); // content that shrinks may bring the bottom back without a scroll
    });
    if (content.current) observer.observe(content.current);
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [look, toBottom]);

  const showRow = useCallback((at: number) => {
    sticking.current = false;
    list.current?.scrollToIndex(at, { align: "center" });
  }, []);
  const showNewest = useCallback(() => {
    sticking.current = true;
    list.current?.scrollToIndex(rows.length - 1, { align: "end" });
    toBottom();
  }, [rows.length, toBottom]);

  return { scroller, list, content, atBottom, look, showRow, showNewest };
}

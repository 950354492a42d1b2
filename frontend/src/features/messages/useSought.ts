import { useEffect, useRef } from "react";
import { useSearchParams } from "react-router";
import type { Timeline } from "../../sync/state";
import { useLive } from "../../sync/useSync";
import type { Row } from "./rows";

const MAX_PAGES = 60; // further back than that one reads, rather than waits

/** Go to the message that the address names, loading what lies between; return its id. */
export function useSought(id: string, timeline: Timeline, rows: Row[], show: (at: number) => void): string | null {
  const live = useLive();
  const [params] = useSearchParams();
  const sought = params.get("message");
  const shown = useRef<string | null>(null);
  const pages = useRef(0);
  const latest = useRef(show);
  latest.current = show;

  useEffect(() => {
    if (!sought || shown.current === sought) return;
    const at = rows.findIndex((row) => row.kind === "message" && row.message.id === sought);
    if (at >= 0) {
      shown.current = sought;
      pages.current = 0;
      latest.current(at);
    } else if (timeline.older === "more" && pages.current < MAX_PAGES) {
      pages.current += 1;
      void live.loadOlder(id);
    }
  }, [sought, rows, timeline.older, live, id]);
  return sought;
}

import { useEffect, useRef } from "react";
import { useLocation, useSearchParams } from "react-router";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import type { Row } from "./rows";

/** Go to the message that the address names, wherever in the past it is; return its id. */
export function useSought(conversation: string, rows: Row[], show: (at: number) => void): string | null {
  const { t } = useTranslation();
  const live = useLive();
  const [params] = useSearchParams();
  const { key } = useLocation();
  // With a thread, the message is one of its answers.
  const sought = params.get("thread") ? null : params.get("message");
  const shown = useRef<string | null>(null);
  const asked = useRef<string | null>(null);
  const latest = useRef(show);
  latest.current = show;

  useEffect(() => {
    // The same message may be asked for again: each visit of the address counts.
    const visit = `${key} ${sought}`;
    if (!sought || shown.current === visit) return;
    const at = rows.findIndex((row) => row.kind === "message" && row.message.id === sought);
    if (at >= 0) {
      shown.current = visit;
      latest.current(at);
    } else if (asked.current !== visit) {
      asked.current = visit;
      live.pages.around(conversation, sought).catch(() => live.tell(t("msg.notThere")));
    }
  }, [sought, key, rows, live, conversation, t]);
  return sought;
}

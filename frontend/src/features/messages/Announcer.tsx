import { useEffect, useRef, useState } from "react";
import type { Message } from "../../api/types";
import { useTranslation } from "../../i18n";
import { plainLine } from "../../lib/text";
import { nameIn } from "../../sync/nicknames";
import { useLive } from "../../sync/useSync";
import { Hidden } from "../../ui/Hidden";

const KEPT = 5;

/** Reads new messages of others out. The pane itself is no live region: scrolling through history would be read too. */
export function Announcer({ messages, me }: { messages: Message[]; me: string }) {
  const { t } = useTranslation();
  const live = useLive();
  const newest = useRef<number | null>(null);
  const [said, setSaid] = useState<{ key: string; text: string }[]>([]);
  useEffect(() => {
    const last = messages.at(-1)?.seq ?? 0;
    const from = newest.current;
    newest.current = Math.max(from ?? 0, last);
    if (from === null) return;
    const fresh = messages.filter((message) => message.seq > from && message.sender?.id !== me);
    if (fresh.length === 0) return;
    const lines = fresh.map((message) => ({
      key: message.id,
      text: t("messages.announce", {
        name: message.sender
          ? nameIn(live.store.getState(), message.conversation, message.sender)
          : t("messages.someone"),
        text: plainLine(message.card?.title ?? message.text, 300),
      }),
    }));
    setSaid((before) => [...before, ...lines].slice(-KEPT));
  }, [messages, me, t, live]);
  return (
    <Hidden>
      <span role="log" aria-live="polite" aria-label={t("messages.log")}>
        {said.map((line) => (
          <span key={line.key}>{line.text}</span>
        ))}
      </span>
    </Hidden>
  );
}

import { useEffect, useRef, useState } from "react";
import type { Message } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { plainLine } from "../../lib/text";
import { nameIn } from "../../sync/nicknames";
import { systemText } from "../../sync/systemText";
import { useLive } from "../../sync/useSync";
import { Hidden } from "../../ui/Hidden";

const KEPT = 5;

/** Reads new messages of others out. The pane itself is no live region: scrolling through history would be read too. */
export function Announcer({ messages, me }: { messages: Message[]; me: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
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
    const words = (message: Message) =>
      t("messages.announce", {
        name: message.sender
          ? nameIn(live.store.getState(), message.conversation, message.sender)
          : t("messages.someone"),
        text: plainLine(message.card?.title ?? message.text, 300),
      });
    const lines = fresh.map((message) => ({
      key: message.id,
      text: message.type === "system" ? systemText(message, t, language) : words(message),
    }));
    setSaid((before) => [...before, ...lines].slice(-KEPT));
  }, [messages, me, t, language, live]);
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

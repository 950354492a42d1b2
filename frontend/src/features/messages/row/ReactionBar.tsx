import SmilePlus from "lucide-react/icons/smile-plus";
import { Suspense, useRef, useState } from "react";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { useOwnEmoji } from "../../../sync/useOwnEmoji";
import { useLive } from "../../../sync/useSync";
import { EmojiFace } from "../../../ui/EmojiFace";
import { lazy } from "../../../ui/lazy";
import { useMessageUi } from "../messageUi";
import styles from "./ReactionBar.module.css";

const EmojiPopover = lazy(() =>
  import("../../../ui/EmojiPopover").then((module) => ({ default: module.EmojiPopover })),
);

/** Reactions below a message: a press adds or takes back one's own. */
export function ReactionBar({ message }: { message: Message }) {
  const { t } = useTranslation();
  const live = useLive();
  const ui = useMessageUi();
  const more = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const chosen = message.mine?.reactions ?? [];
  const own = useOwnEmoji(message.conversation);
  const set = (emoji: string, on: boolean) => live.changes.add(message, { kind: "react", emoji, on });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row everywhere
    <div className={styles.bar} role="group" aria-label={t("msg.reactions")}>
      {message.reactions.map(({ emoji, count }) => {
        const mine = chosen.includes(emoji);
        return (
          <button
            key={emoji}
            type="button"
            className={styles.reaction}
            aria-pressed={mine}
            aria-label={t("msg.reactionCount", { emoji, count })}
            onClick={() => set(emoji, !mine)}
            onContextMenu={(event) => {
              event.preventDefault();
              event.stopPropagation();
              ui.ask({ kind: "reactions", message });
            }}
          >
            <span className={styles.emoji}>
              <EmojiFace emoji={emoji} own={own} />
            </span>
            {count}
          </button>
        );
      })}
      <button
        ref={more}
        type="button"
        className={`${styles.reaction} ${styles.more}`}
        aria-label={t("msg.react")}
        title={t("msg.react")}
        onClick={() => setOpen(true)}
      >
        <SmilePlus size={15} aria-hidden="true" />
      </button>
      {open && more.current && (
        <Suspense fallback={null}>
          <EmojiPopover
            anchor={more.current}
            own={own}
            onPick={(emoji) => set(emoji, true)}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </div>
  );
}

import Ellipsis from "lucide-react/icons/ellipsis";
import MessagesSquare from "lucide-react/icons/messages-square";
import Reply from "lucide-react/icons/reply";
import SmilePlus from "lucide-react/icons/smile-plus";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { useLive } from "../../../sync/useSync";
import { IconButton } from "../../../ui/IconButton";
import { useMessageUi } from "../messageUi";
import styles from "./Toolbar.module.css";

const QUICK = ["👍", "❤️", "😂"];

interface Props {
  message: Message;
  onReact(anchor: HTMLElement): void;
  onMore(anchor: HTMLElement): void;
}

/** What one does most, where the pointer or the focus is. */
export function Toolbar({ message, onReact, onMore }: Props) {
  const { t } = useTranslation();
  const live = useLive();
  const ui = useMessageUi();
  const own = message.mine?.reactions ?? [];
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t("msg.actions")}>
      {QUICK.map((emoji) => (
        <IconButton
          key={emoji}
          label={t("msg.reactWith", { emoji })}
          className={styles.quick ?? ""}
          aria-pressed={own.includes(emoji)}
          onClick={() => live.changes.add(message, { kind: "react", emoji, on: !own.includes(emoji) })}
        >
          <span aria-hidden="true">{emoji}</span>
        </IconButton>
      ))}
      <IconButton label={t("msg.react")} aria-haspopup="dialog" onClick={(event) => onReact(event.currentTarget)}>
        <SmilePlus size={17} aria-hidden="true" />
      </IconButton>
      <IconButton label={t("msg.reply")} onClick={() => ui.reply(message)}>
        <Reply size={17} aria-hidden="true" />
      </IconButton>
      {ui.openThread && (
        <IconButton label={t("msg.thread")} onClick={() => ui.openThread?.(message)}>
          <MessagesSquare size={16} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton label={t("msg.more")} aria-haspopup="menu" onClick={(event) => onMore(event.currentTarget)}>
        <Ellipsis size={17} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

import Forward from "lucide-react/icons/forward";
import Pin from "lucide-react/icons/pin";
import Siren from "lucide-react/icons/siren";
import { type KeyboardEvent, memo, type ReactNode, Suspense, useRef, useState } from "react";
import type { Reach } from "../../api/messages";
import type { Message } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { clockTime, fullTime } from "../../lib/time";
import { useNameIn } from "../../sync/useNameIn";
import { useOwnEmoji } from "../../sync/useOwnEmoji";
import { useLive, useSync } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";
import type { Anchor } from "../../ui/FloatingMenu";
import { lazy } from "../../ui/lazy";
import { Content } from "./Content";
import { isEditable } from "./editable";
import styles from "./MessageRow.module.css";
import { useMessageUi } from "./messageUi";
import { Quote } from "./row/Quote";
import { ReactionBar } from "./row/ReactionBar";
import { ThreadFooter } from "./row/ThreadFooter";
import { Ticks } from "./row/Ticks";
import { Toolbar } from "./row/Toolbar";
import { UrgentBar } from "./row/UrgentBar";
import { useCalls } from "./row/useCalls";
import { useLongPress } from "./row/useLongPress";
import { useMessageActions } from "./row/useMessageActions";

const FloatingMenu = lazy(() => import("../../ui/FloatingMenu").then((module) => ({ default: module.FloatingMenu })));
const EmojiPopover = lazy(() => import("../../ui/EmojiPopover").then((module) => ({ default: module.EmojiPopover })));

interface Props {
  message: Message;
  first: boolean;
  /** Is it the one that somebody came here for? */
  sought?: boolean;
  /** How far one's own has got. */
  reach?: Reach | undefined;
  /** What stands for the text: the card of a command. */
  children?: ReactNode;
}

export const MessageRow = memo(function MessageRow({ message, first, sought, reach, children }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const ui = useMessageUi();
  const me = useSync((state) => state.me.id);
  const row = useRef<HTMLElement>(null);
  const [near, setNear] = useState(false);
  const [menu, setMenu] = useState<Anchor | null>(null);
  const [picker, setPicker] = useState<Anchor | null>(null);
  const react = () => setPicker(row.current);
  const actions = useMessageActions(message, react);
  const press = useLongPress((x, y) => setMenu({ x, y }));
  const calls = useCalls(message);
  const own = useOwnEmoji(message.conversation);
  const called = useNameIn(message.conversation, message.sender);

  const name = called ?? t("messages.someone");
  const editing = ui.editing === message.id;
  const callsMe = calls.some((call) => call.me) && message.sender?.id !== me;
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const saved = message.mine?.saved ?? false;
    const deeds: Record<string, () => void> = {
      Enter: () => setMenu(event.currentTarget),
      r: () => ui.reply(message),
      t: () => ui.openThread?.(message),
      f: () => ui.ask({ kind: "forward", message }),
      e: () => isEditable(message, me) && ui.edit(message.id),
      s: () => live.changes.add(message, { kind: "save", on: !saved }),
      "+": react,
      Delete: () => ui.ask({ kind: "delete", message }),
    };
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  };
  const time = (
    <time className={styles.time} dateTime={message.created_at} title={fullTime(message.created_at, language)}>
      {clockTime(message.created_at, language)}
    </time>
  );
  return (
    <article
      ref={row}
      className={`${styles.row} ${first ? styles.first : ""} ${sought ? styles.sought : ""} ${callsMe ? styles.called : ""} ${message.urgent ? styles.urgent : ""}`}
      aria-current={sought || undefined}
      aria-label={`${name}, ${clockTime(message.created_at, language)}`}
      data-message={message.id}
      tabIndex={-1}
      onKeyDown={keys}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setNear(false)}
      onContextMenu={(event) => {
        // Where somebody marked words or points at a link, the browser's own menu is the one they want.
        if (String(getSelection()) || (event.target as Element).closest("a, textarea, input")) return;
        event.preventDefault();
        setMenu(event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : event.currentTarget);
      }}
      {...press}
    >
      <div className={styles.gutter}>
        {first ? (
          <Avatar
            id={message.sender?.id ?? message.id}
            name={name}
            url={message.sender?.avatar_url}
            language={language}
          />
        ) : (
          time
        )}
      </div>
      <div className={styles.body}>
        {first && (
          <p className={styles.head}>
            <span className={styles.name}>{name}</span>
            {message.sender?.is_bot && <span className={styles.bot}>{t("messages.bot")}</span>}
            {time}
          </p>
        )}
        {(message.urgent || message.pinned_at || message.forwarded) && (
          <p className={styles.facts}>
            {message.urgent && (
              <span className={styles.urgentWord}>
                <Siren size={13} aria-hidden="true" />
                {t("msg.urgent")}
              </span>
            )}
            {message.pinned_at && (
              <span>
                <Pin size={12} aria-hidden="true" />
                {t("msg.pinned")}
              </span>
            )}
            {message.forwarded && (
              <span>
                <Forward size={13} aria-hidden="true" />
                {t("msg.forwardedFrom", { name: message.forwarded.sender?.name ?? t("messages.someone") })}
              </span>
            )}
          </p>
        )}
        {message.reply_to && <Quote conversation={message.conversation} id={message.reply_to} given={message.quote} />}
        <Content message={message} calls={calls} editing={editing}>
          {children && <div className={styles.card}>{children}</div>}
        </Content>
        {message.edited_at && !editing && (
          <button type="button" className={styles.edited} onClick={() => ui.ask({ kind: "history", message })}>
            ({t("messages.edited")})
          </button>
        )}
        {message.urgent && <UrgentBar message={message} />}
        {message.reactions.length > 0 && <ReactionBar message={message} />}
        {message.thread_count > 0 && ui.openThread && (
          <ThreadFooter message={message} onOpen={() => ui.openThread?.(message)} />
        )}
      </div>
      {reach && <Ticks reach={reach} />}
      {(near || menu || picker) && !editing && <Toolbar message={message} onReact={setPicker} onMore={setMenu} />}
      {menu && (
        <Suspense fallback={null}>
          <FloatingMenu
            label={t("msg.actions")}
            anchor={menu}
            entries={actions()}
            onClose={() => setMenu(null)}
            returnTo={row.current}
          />
        </Suspense>
      )}
      {picker && (
        <Suspense fallback={null}>
          <EmojiPopover
            anchor={picker}
            own={own}
            onPick={(emoji) => live.changes.add(message, { kind: "react", emoji, on: true })}
            onClose={() => setPicker(null)}
            returnTo={row.current}
          />
        </Suspense>
      )}
    </article>
  );
});

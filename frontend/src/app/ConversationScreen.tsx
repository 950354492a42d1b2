import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import type { Message } from "../api/types";
import { CommandCard } from "../features/commands/CommandCard";
import type { Prepared } from "../features/commands/prepare/PrepareDialog";
import { type Beside, Composer, type ComposerHandle } from "../features/composer/Composer";
import type { ReplyTo } from "../features/composer/ReplyBar";
import { ConversationHeader } from "../features/conversations/ConversationHeader";
import { maySend, useGroup } from "../features/groups/useGroup";
import { isEditable } from "../features/messages/editable";
import { MessagePane } from "../features/messages/MessagePane";
import { type Asked, type MessageUi, MessageUiContext } from "../features/messages/messageUi";
import { TypingLine } from "../features/messages/TypingLine";
import { useTranslation } from "../i18n";
import { conversationName } from "../sync/names";
import { useOwnEmoji } from "../sync/useOwnEmoji";
import { useLive, useSync } from "../sync/useSync";
import { lazy } from "../ui/lazy";
import { Notice } from "../ui/Notice";
import { Skeleton } from "../ui/Skeleton";
import styles from "./ConversationScreen.module.css";
import { replyTo } from "./replyTo";
import { FOCUS_COMPOSER } from "./useShortcuts";
import { useSlashCommands } from "./useSlashCommands";
import { useMentionables, useMentionSearch, useTurn } from "./useWriting";

const ThreadPanel = lazy(() => import("./ThreadPanel").then((module) => ({ default: module.ThreadPanel })));
const ConversationPanel = lazy(() =>
  import("./ConversationPanel").then((module) => ({ default: module.ConversationPanel })),
);
const Besides = lazy(() => import("./Besides").then((module) => ({ default: module.Besides })));
const SlashDialog = lazy(() =>
  import("../features/commands/saved/SlashDialog").then((module) => ({ default: module.SlashDialog })),
);
const PrepareDialog = lazy(() =>
  import("../features/commands/prepare/PrepareDialog").then((module) => ({ default: module.PrepareDialog })),
);
const AskedDialog = lazy(() => import("./AskedDialog").then((module) => ({ default: module.AskedDialog })));

type PreparedHere = Prepared & { typed: boolean };

const WIDE = "(min-width: 641px)";

/** One open conversation: who, what was said, where to write, and what stands beside it. */
export function ConversationScreen() {
  const { id = "" } = useParams();
  // Each conversation has its own reply, edit and dialogs.
  return <OpenConversation key={id} id={id} />;
}

function OpenConversation({ id }: { id: string }) {
  const { t } = useTranslation();
  const live = useLive();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const me = useSync((state) => state.me.id);
  const conversation = useSync((state) => state.conversations[id]);
  const ready = useSync((state) => state.snapshot === "ready");
  const failed = useSync((state) => state.timelines[id]?.status === "failed");
  const [reply, setReply] = useState<ReplyTo | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [beside, setBeside] = useState<{ what: Beside; text: string } | null>(null);
  const [prepared, setPrepared] = useState<PreparedHere | null>(null);
  const composer = useRef<ComposerHandle>(null);
  const group = useGroup(conversation);
  const mentionables = useMentionables(conversation, group);
  const searchMentionables = useMentionSearch(conversation);
  const emoji = useOwnEmoji(id);
  const turn = useTurn(conversation);
  const slash = useSlashCommands(id);
  const thread = params.get("thread");
  const panel = params.get("panel");

  // An address from elsewhere may name one that is not in the list: archived, or far down.
  useEffect(() => {
    if (ready && id && !live.store.getState().conversations[id]) void live.loadMessages(id);
  }, [ready, id, live]);

  const known = conversation !== undefined;
  // One that was here and is no more was taken away: nothing is on its way.
  const [seen, setSeen] = useState(known);
  if (known && !seen) setSeen(true);
  useEffect(() => {
    const focus = () => composer.current?.focus();
    // On a phone the keyboard would cover what one came to read.
    if (known && id && window.matchMedia?.(WIDE).matches) focus();
    window.addEventListener(FOCUS_COMPOSER, focus);
    return () => window.removeEventListener(FOCUS_COMPOSER, focus);
  }, [known, id]);

  const renderCard = useCallback(
    (message: Message) =>
      message.card && <CommandCard id={message.card.command} command={message.card} mine={message.sender?.id === me} />,
    [me],
  );
  const close = useCallback(() => {
    void navigate(`/c/${id}`, { replace: true });
    composer.current?.focus();
  }, [navigate, id]);

  const ui = useMemo(
    (): MessageUi => ({
      editing,
      edit: (message) => {
        setEditing(message);
        if (message === null) composer.current?.focus();
      },
      reply: (message) => {
        setReply(replyTo(live.store.getState(), message, t));
        composer.current?.focus();
      },
      ask: setAsked,
      show: (message) => {
        const beside = message.thread ? `&thread=${message.thread}` : "";
        void navigate(`/c/${id}?message=${message.id}${beside}`);
      },
      openThread: (message) => void navigate(`/c/${id}?thread=${message.id}`),
    }),
    [editing, navigate, id, t, live],
  );
  const editLast = () => {
    const last = live.store.getState().timelines[id]?.messages.findLast((message) => isEditable(message, me));
    if (last) setEditing(last.id);
  };

  if (!conversation) {
    if (!ready || !(seen || failed)) return <Skeleton rows={7} look="messages" label={t("app.loading")} />;
    return (
      <Notice title={t("conversations.gone")} role="alert">
        <Link to="/">{t("app.goHome")}</Link>
      </Notice>
    );
  }
  return (
    <MessageUiContext value={ui}>
      <div className={styles.screen}>
        <div className={styles.talk}>
          <ConversationHeader conversation={conversation} panel={panel} />
          <MessagePane conversation={conversation} renderCard={renderCard} />
          <TypingLine conversation={id} />
          {maySend(conversation, group) ? (
            <Composer
              ref={composer}
              conversation={id}
              me={me}
              name={conversationName(conversation, me, t)}
              mentionables={mentionables}
              searchMentionables={searchMentionables}
              emoji={emoji}
              reply={reply}
              waitUntil={turn}
              onCancelReply={() => setReply(null)}
              onEditLast={editLast}
              onDraft={(text) => live.drafts.write(id, text)}
              slash={slash.source}
              onBeside={(what, text) => setBeside({ what, text })}
              onSend={(text, extra) => {
                live.sendMessage(id, text, { ...extra, ...(reply ? { reply_to: reply.id } : {}) });
                setReply(null);
              }}
              onRun={(text) => live.submitCommand(id, text)}
              onPrepare={setPrepared}
              onTyping={() => live.typing(id)}
            />
          ) : (
            <p className={styles.closed}>{t("composer.closed")}</p>
          )}
        </div>
        <Suspense fallback={null}>
          {thread ? (
            <ThreadPanel
              key={thread}
              conversation={conversation}
              group={group}
              root={thread}
              sought={params.get("message")}
              mentionables={mentionables}
              searchMentionables={searchMentionables}
              ui={ui}
              onClose={close}
              renderCard={renderCard}
            />
          ) : (
            panel && <ConversationPanel conversation={conversation} group={group} panel={panel} onClose={close} />
          )}
        </Suspense>
      </div>
      <Suspense fallback={null}>
        {asked && <AskedDialog asked={asked} onClose={() => setAsked(null)} />}
        {slash.opened && (
          <SlashDialog
            {...slash.opened}
            conversation={id}
            onClose={slash.close}
            onDone={() => live.drafts.write(id, "")}
          />
        )}
        {prepared && (
          <PrepareDialog
            prepared={prepared}
            conversation={id}
            onClose={() => setPrepared(null)}
            onDone={() => {
              if (prepared.typed) live.drafts.write(id, "");
            }}
          />
        )}
        {beside && <Besides conversation={id} {...beside} onClose={() => setBeside(null)} />}
      </Suspense>
    </MessageUiContext>
  );
}

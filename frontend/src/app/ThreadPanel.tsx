import { type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import type { GroupSettings } from "../api/conversations";
import type { Conversation, Message } from "../api/types";
import type { Prepared } from "../features/commands/prepare/PrepareDialog";
import { Composer, type ComposerHandle } from "../features/composer/Composer";
import type { Mentionable } from "../features/composer/mentionables";
import type { ReplyTo } from "../features/composer/ReplyBar";
import type { MentionSearch } from "../features/composer/useMentions";
import { mayAnswer } from "../features/groups/useGroup";
import { type MessageUi, MessageUiContext } from "../features/messages/messageUi";
import { ThreadPane } from "../features/messages/ThreadPane";
import { useTranslation } from "../i18n";
import { writeDraft } from "../lib/drafts";
import { useOwnEmoji } from "../sync/useOwnEmoji";
import { useLive, useSync } from "../sync/useSync";
import { lazy } from "../ui/lazy";
import styles from "./ConversationScreen.module.css";
import { replyTo } from "./replyTo";
import { useSlashCommands } from "./useSlashCommands";

const SlashDialog = lazy(() =>
  import("../features/commands/saved/SlashDialog").then((module) => ({ default: module.SlashDialog })),
);

const PrepareDialog = lazy(() =>
  import("../features/commands/prepare/PrepareDialog").then((module) => ({ default: module.PrepareDialog })),
);

interface Props {
  conversation: Conversation;
  group: GroupSettings | undefined;
  root: string;
  sought: string | null;
  mentionables: Mentionable[];
  searchMentionables: MentionSearch | undefined;
  ui: MessageUi;
  onClose(): void;
  renderCard(message: Message): ReactNode;
}

/** A thread beside its conversation, with a field of its own. */
export function ThreadPanel({ conversation, group, root, sought, mentionables, searchMentionables, ...props }: Props) {
  const { ui, onClose, renderCard } = props;
  const { t } = useTranslation();
  const live = useLive();
  const me = useSync((state) => state.me.id);
  const emoji = useOwnEmoji(conversation.id);
  const slash = useSlashCommands(conversation.id);
  const draft = `thread-${root}`;
  const [reply, setReply] = useState<ReplyTo | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [prepared, setPrepared] = useState<(Prepared & { typed: boolean }) | null>(null);
  const composer = useRef<ComposerHandle>(null);
  const inside = useMemo(
    (): MessageUi => ({
      ...ui,
      editing,
      edit: (id) => {
        setEditing(id);
        if (id === null) composer.current?.focus();
      },
      reply: (message) => {
        setReply(replyTo(live.store.getState(), message, t));
        composer.current?.focus();
      },
      openThread: undefined,
    }),
    [ui, editing, t, live],
  );
  return (
    <MessageUiContext value={inside}>
      <ThreadPane conversation={conversation} root={root} sought={sought} onClose={onClose} renderCard={renderCard}>
        {mayAnswer(conversation, group) ? (
          <Composer
            ref={composer}
            conversation={draft}
            me={me}
            name={t("msg.thisThread")}
            mentionables={mentionables}
            searchMentionables={searchMentionables}
            emoji={emoji}
            reply={reply}
            onCancelReply={() => setReply(null)}
            slash={slash.source}
            onSend={(text, extra) => {
              live.sendMessage(conversation.id, text, {
                ...extra,
                thread: root,
                ...(reply ? { reply_to: reply.id } : {}),
              });
              setReply(null);
            }}
            onRun={(text) => live.submitCommand(conversation.id, text, { thread: root })}
            onPrepare={setPrepared}
            onTyping={() => undefined}
          />
        ) : (
          <p className={styles.closed}>{t("composer.closed")}</p>
        )}
      </ThreadPane>
      <Suspense fallback={null}>
        {slash.opened && (
          <SlashDialog
            {...slash.opened}
            conversation={conversation.id}
            thread={root}
            onClose={slash.close}
            onDone={() => writeDraft(me, draft, "")}
          />
        )}
        {prepared && (
          <PrepareDialog
            prepared={prepared}
            conversation={conversation.id}
            thread={root}
            onClose={() => setPrepared(null)}
            onDone={() => {
              if (prepared.typed) writeDraft(me, draft, "");
            }}
          />
        )}
      </Suspense>
    </MessageUiContext>
  );
}

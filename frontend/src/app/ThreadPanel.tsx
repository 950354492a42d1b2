import { type ReactNode, useMemo, useRef, useState } from "react";
import type { Conversation, Message } from "../api/types";
import { Composer, type ComposerHandle } from "../features/composer/Composer";
import type { Mentionable } from "../features/composer/mentionables";
import type { ReplyTo } from "../features/composer/ReplyBar";
import { type MessageUi, MessageUiContext } from "../features/messages/messageUi";
import { ThreadPane } from "../features/messages/ThreadPane";
import { useTranslation } from "../i18n";
import { useLive, useSync } from "../sync/useSync";
import { replyTo } from "./replyTo";

interface Props {
  conversation: Conversation;
  root: string;
  sought: string | null;
  mentionables: Mentionable[];
  ui: MessageUi;
  onClose(): void;
  renderCard(message: Message): ReactNode;
}

/** A thread beside its conversation, with a field of its own. */
export function ThreadPanel({ conversation, root, sought, mentionables, ui, onClose, renderCard }: Props) {
  const { t } = useTranslation();
  const live = useLive();
  const me = useSync((state) => state.me.id);
  const [reply, setReply] = useState<ReplyTo | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
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
        setReply(replyTo(message, t));
        composer.current?.focus();
      },
      openThread: undefined,
    }),
    [ui, editing, t],
  );
  return (
    <MessageUiContext value={inside}>
      <ThreadPane conversation={conversation} root={root} sought={sought} onClose={onClose} renderCard={renderCard}>
        <Composer
          ref={composer}
          conversation={`thread-${root}`}
          me={me}
          name={t("msg.thisThread")}
          mentionables={mentionables}
          reply={reply}
          onCancelReply={() => setReply(null)}
          onSend={(text, extra) => {
            live.sendMessage(conversation.id, text, {
              ...extra,
              thread: root,
              ...(reply ? { reply_to: reply.id } : {}),
            });
            setReply(null);
          }}
          onTyping={() => undefined}
        />
      </ThreadPane>
    </MessageUiContext>
  );
}

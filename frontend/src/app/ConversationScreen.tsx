import { useCallback, useEffect, useRef } from "react";
import { Link, useParams } from "react-router";
import type { Message } from "../api/types";
import { CommandCard } from "../features/commands/CommandCard";
import { Composer, type ComposerHandle } from "../features/composer/Composer";
import { ConversationHeader } from "../features/conversations/ConversationHeader";
import { MessagePane } from "../features/messages/MessagePane";
import { TypingLine } from "../features/messages/TypingLine";
import { useTranslation } from "../i18n";
import { conversationName } from "../sync/names";
import { useLive, useSync } from "../sync/useSync";
import { Notice } from "../ui/Notice";
import { Skeleton } from "../ui/Skeleton";
import { FOCUS_COMPOSER } from "./useShortcuts";

const WIDE = "(min-width: 641px)";

/** One open conversation: who, what was said, where to write. */
export function ConversationScreen() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const live = useLive();
  const me = useSync((state) => state.me.id);
  const conversation = useSync((state) => state.conversations[id]);
  const ready = useSync((state) => state.snapshot === "ready");
  const gone = useSync((state) => ready && !state.conversations[id] && state.timelines[id]?.status === "failed");
  const composer = useRef<ComposerHandle>(null);

  // An address from elsewhere may name one that is not in the list: archived, or far down.
  useEffect(() => {
    if (ready && id && !live.store.getState().conversations[id]) void live.loadMessages(id);
  }, [ready, id, live]);

  const known = conversation !== undefined;
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

  if (!conversation) {
    if (!gone) return <Skeleton rows={7} look="messages" label={t("app.loading")} />;
    return (
      <Notice title={t("conversations.gone")} role="alert">
        <Link to="/">{t("app.goHome")}</Link>
      </Notice>
    );
  }
  return (
    <>
      <ConversationHeader conversation={conversation} />
      <MessagePane key={`pane-${id}`} conversation={conversation} renderCard={renderCard} />
      <TypingLine conversation={id} />
      <Composer
        key={`composer-${id}`}
        ref={composer}
        conversation={id}
        me={me}
        name={conversationName(conversation, me, t)}
        onSend={(text) => live.sendMessage(id, text)}
        onRun={(text) => live.submitCommand(id, text)}
        onTyping={() => live.typing(id)}
      />
    </>
  );
}

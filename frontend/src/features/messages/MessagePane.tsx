import { type ReactNode, useEffect } from "react";
import type { Conversation, Message } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useLive, useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import styles from "./MessagePane.module.css";
import { Messages } from "./Messages";

interface Props {
  conversation: Conversation;
  renderCard(message: Message): ReactNode;
}

/** The messages of one conversation. Give it a `key` of the conversation's id: each one scrolls for itself. */
export function MessagePane({ conversation, renderCard }: Props) {
  const { t } = useTranslation();
  const live = useLive();
  const timeline = useSync((state) => state.timelines[conversation.id]);
  useEffect(() => {
    live.open(conversation.id);
    return () => live.open(null);
  }, [live, conversation.id]);

  if (!timeline || timeline.status === "loading") {
    return (
      <div className={styles.pane}>
        <Skeleton rows={7} look="messages" label={t("app.loading")} />
      </div>
    );
  }
  if (timeline.status === "failed") {
    return (
      <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
        <Button onClick={() => live.retryMessages(conversation.id)}>{t("app.retry")}</Button>
      </Notice>
    );
  }
  return <Messages conversation={conversation} timeline={timeline} renderCard={renderCard} />;
}

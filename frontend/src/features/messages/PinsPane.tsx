import Pin from "lucide-react/icons/pin";
import { useCallback } from "react";
import { listPins } from "../../api/messages";
import type { Conversation } from "../../api/types";
import { useTranslation } from "../../i18n";
import { conversationName } from "../../sync/names";
import { useLive, useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { SidePanel } from "../../ui/SidePanel";
import { FetchedList } from "./FetchedList";
import { MessageSnippet } from "./MessageSnippet";
import styles from "./PinsPane.module.css";
import { useFetchedList } from "./useFetchedList";

const CHANGES = new Set(["message.pinned", "message.unpinned", "message.deleted", "message.updated"]);

/** What is pinned in a conversation, the last one first. */
export function PinsPane({ conversation, onClose }: { conversation: Conversation; onClose(): void }) {
  const { t } = useTranslation();
  const live = useLive();
  const me = useSync((state) => state.me.id);
  const { id } = conversation;
  const query = useFetchedList(
    ["pins", id],
    useCallback(() => listPins(id), [id]),
    useCallback((event) => CHANGES.has(event.type) && event.topic === `conversation:${id}`, [id]),
  );
  return (
    <SidePanel
      title={t("msg.pins")}
      detail={conversationName(conversation, me, t)}
      closeLabel={t("app.close")}
      onClose={onClose}
    >
      <div className={styles.scroller}>
        <FetchedList
          query={query}
          label={t("msg.pins")}
          empty={{ icon: <Pin size={22} aria-hidden="true" />, title: t("msg.noPins"), text: t("msg.noPinsHint") }}
        >
          {(message) => (
            <li key={message.id}>
              <MessageSnippet message={message}>
                <Button size="s" look="plain" onClick={() => live.changes.add(message, { kind: "pin", on: false })}>
                  {t("msg.unpin")}
                </Button>
              </MessageSnippet>
            </li>
          )}
        </FetchedList>
      </div>
    </SidePanel>
  );
}

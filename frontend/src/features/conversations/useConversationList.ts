import { useMemo } from "react";
import type { Conversation } from "../../api/types";
import { byActivity } from "../../sync/names";
import { useSync } from "../../sync/useSync";

export type Filter = "all" | "unread" | "direct" | "group";

/** Return the conversations that a filter shows, newest activity first. The open one stays in "unread" while open. */
export function useConversationList(filter: Filter, open: string | undefined): Conversation[] {
  const conversations = useSync((state) => state.conversations);
  return useMemo(
    () =>
      Object.values(conversations)
        .filter((conversation) => shows(filter, conversation, open))
        .sort(byActivity),
    [conversations, filter, open],
  );
}

function shows(filter: Filter, conversation: Conversation, open: string | undefined): boolean {
  if (conversation.archived) return false;
  if (filter === "unread") return conversation.unread_count > 0 || conversation.id === open;
  if (filter === "direct") return conversation.kind === "direct";
  if (filter === "group") return conversation.kind !== "direct";
  return true;
}

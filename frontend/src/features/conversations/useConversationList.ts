import { useMemo } from "react";
import type { Conversation } from "../../api/types";
import { byActivity } from "../../sync/names";
import { useSync } from "../../sync/useSync";

export type Filter = "all" | "unread" | "mentions" | "direct" | "group" | "archived";

/** Return the conversations that a filter shows, those on top first, then newest activity. The open one stays in "unread" while open. */
export function useConversationList(filter: Filter, open: string | undefined): Conversation[] {
  const conversations = useSync((state) => state.conversations);
  return useMemo(
    () =>
      Object.values(conversations)
        .filter((conversation) => shows(filter, conversation, open))
        .sort(
          (one, other) => Number(other.pinned_at !== null) - Number(one.pinned_at !== null) || byActivity(one, other),
        ),
    [conversations, filter, open],
  );
}

function shows(filter: Filter, conversation: Conversation, open: string | undefined): boolean {
  if (conversation.archived !== (filter === "archived")) return false;
  if (conversation.kind === "channel" && filter !== "mentions") return false; // their servers list them
  if (filter === "mentions") return conversation.mention_count > 0 || conversation.id === open;
  if (filter === "unread") return conversation.unread_count > 0 || conversation.id === open;
  if (filter === "direct") return conversation.kind === "direct";
  if (filter === "group") return conversation.kind !== "direct";
  return true;
}

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
  // Their servers list them, archived before that was refused or not.
  if (conversation.kind === "channel" && filter !== "mentions") return false;
  if (conversation.kind !== "channel" && conversation.archived !== (filter === "archived")) return false;
  if (filter === "mentions") return callsOne(conversation) || conversation.id === open;
  if (filter === "unread") return conversation.unread_count > 0 || conversation.id === open;
  if (filter === "direct") return conversation.kind === "direct";
  if (filter === "group") return conversation.kind !== "direct";
  return true;
}

/** Return how many archived conversations wait for this person: a muted one only where it calls them, or is urgent. */
export function useArchivedUnread(): number {
  return useSync((state) => Object.values(state.conversations).filter(waitsInArchive).length);
}

function waitsInArchive(conversation: Conversation): boolean {
  const { kind, archived, muted, unread_count, last_message } = conversation;
  if (kind === "channel" || !archived) return false;
  if (callsOne(conversation)) return true;
  return unread_count > 0 && (!muted || last_message?.urgent === true);
}

/** Is this person called there, in the conversation or in a thread, where they have not read it yet? */
const callsOne = ({ mention_count, thread_mention_count }: Conversation) => mention_count + thread_mention_count > 0;

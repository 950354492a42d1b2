import type { TFunction } from "i18next";
import type { Conversation, User } from "../api/types";

/** What a conversation is called, and whose face it shows. */

export function personName(user: User): string {
  return user.display_name || user.username;
}

export function firstName(user: User): string {
  return personName(user).split(" ")[0] ?? user.username;
}

export function otherPerson(conversation: Conversation, me: string): User | null {
  return conversation.participants.find((participant) => participant.user.id !== me)?.user ?? null;
}

export function conversationName(conversation: Conversation, me: string, t: TFunction): string {
  if (conversation.name) return conversation.name;
  const other = otherPerson(conversation, me);
  if (conversation.kind === "direct") return other ? personName(other) : t("conversations.alone");
  const names = conversation.participants
    .filter((participant) => participant.user.id !== me)
    .slice(0, 3)
    .map((participant) => personName(participant.user));
  return names.join(", ") || t("conversations.unnamed");
}

/** Conversations with the newest activity first; drafts and reading do not move them. */
export function byActivity(one: Conversation, other: Conversation): number {
  return other.last_activity_at.localeCompare(one.last_activity_at) || other.id.localeCompare(one.id);
}

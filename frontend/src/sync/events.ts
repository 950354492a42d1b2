import type { Command, Conversation, Message, ReadState, Role, User } from "../api/types";

/** What the socket says happened. */

interface Durable {
  topic: string;
  seq: number;
  cursor?: string;
}

interface Membership {
  conversation: string;
  user: User;
  role: Role;
  participant_count?: number;
}

type On<Type extends string, Data> = Durable & { type: Type; data: Data };
type Passing<Type extends string, Data> = {
  type: Type;
  topic: string;
  seq?: undefined;
  cursor?: undefined;
  data: Data;
};

export type LiveEvent =
  | On<"message.created" | "message.updated", Message>
  | On<"conversation.added", Conversation>
  | On<"conversation.updated", Partial<Conversation> & { id: string }>
  | On<"conversation.read", ReadState>
  | On<"conversation.removed", { conversation: string }>
  | On<"member.added" | "member.removed", Membership>
  | On<"command.created" | "command.updated" | "command.finished", Command>
  | Passing<"command.progress", { command: string; task: string; progress: number | null; detail: string | null }>
  | Passing<"typing", { user: User; conversation: string }>;

import type { Block, Preferences } from "../api/account";
import type { PersonTask, SavedCommand, Schedule, Secret, TaskComment } from "../api/commandTypes";
import type { Draft, Scheduled } from "../api/messages";
import type { Kept } from "../api/retention";
import type { Channel, CustomEmoji, Server, ServerInfo, ServerMember, ServerRole } from "../api/serverTypes";
import type {
  Arranged,
  Command,
  Conversation,
  Group,
  Me,
  Message,
  Place,
  Poll,
  ReactionCount,
  ReadState,
  Role,
  ThreadPlace,
  User,
} from "../api/types";

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

export interface Deleted {
  id: string;
  conversation: string;
  seq: number;
  sender: string | null;
  last_message: Message | null;
  thread: { message: string; count: number; last_at: string | null } | null;
}

export interface Marked {
  message: string;
  conversation: string;
}

export interface Reacted {
  message: string;
  conversation: string;
  user: string;
  emoji: string;
  reactions: ReactionCount[];
}

type On<Type extends string, Data> = Durable & { type: Type; data: Data };
type Passing<Type extends string, Data> = {
  type: Type;
  topic: string;
  seq?: undefined;
  cursor?: undefined;
  data: Data;
};

/** What happens to servers and channels. */
export type ServerEvent =
  | On<"server.added", Server>
  | On<"server.updated", ServerInfo>
  | On<"server.removed" | "server.deleted", { server: string }>
  | On<"server_member.added", { server: string; member: ServerMember; member_count: number }>
  | On<"server_member.updated", ServerMember>
  | On<"server_member.removed", { server: string; user: string; member_count: number }>
  | On<"role.created" | "role.updated", ServerRole>
  | On<"role.deleted", { server: string; role: string }>
  | On<"emoji.added", CustomEmoji>
  | On<"emoji.removed", { server: string; emoji: string }>
  | On<"categories.changed", { server: string }>
  | On<"channel.updated", Channel>
  | On<"channel.deleted" | "channel.access_changed", { conversation: string }>
  | On<"channel.rights_changed", { channels: { conversation: string; my_permissions: string[] }[] }>;

export type LiveEvent =
  | ServerEvent
  | On<"message.created" | "message.updated" | "message.pinned" | "message.unpinned", Message>
  | On<"message.deleted", Deleted>
  | On<"message.saved" | "message.unsaved" | "reminder.removed", Marked>
  | On<"message.acknowledged", Marked & { user: string; acknowledged_count: number }>
  | On<"poll.updated", Marked & { poll: Poll }>
  | On<"poll.voted", Marked & { options: number[] }>
  | On<"reminder.set" | "reminder.due", { message: Message; at: string; fired_at: string | null }>
  | On<"draft.updated", Draft>
  | On<"draft.removed", { conversation: string }>
  | On<"scheduled.updated", Scheduled>
  | On<"scheduled.removed", { id: string }>
  | On<"thread.changed", Marked & ThreadPlace & { seq: number }>
  | On<"message.hidden", ReadState & { id: string; last_message: Message | null }>
  | On<"reaction.added" | "reaction.removed", Reacted>
  | On<"user.updated", Me>
  | On<"preferences.updated", Preferences>
  | On<"block.added", Block>
  | On<"block.removed", { user: string }>
  | On<"conversation.added", Conversation>
  | On<"conversation.updated", Partial<Conversation> & { id: string }>
  | On<"conversation.read", ReadState>
  | On<"conversation.arranged", Arranged & { conversation: string }>
  | On<"receipt.updated", Place>
  | On<"retention.updated", Kept & { conversation: string }>
  | On<"messages.purged", { conversation: string; upto_seq: number }>
  | On<"conversation.read" | "conversation.counted", ReadState>
  | On<"conversation.removed", { conversation: string }>
  | On<"member.added" | "member.updated" | "member.removed", Membership>
  | On<"group.updated", Group>
  | On<"command.created" | "command.updated" | "command.finished", Command>
  | On<"saved_command.updated" | "saved_command.removed", SavedCommand>
  | On<"schedule.updated" | "schedule.removed", Schedule>
  | On<"secret.created" | "secret.changed" | "secret.deleted", Secret>
  | On<"task.created" | "task.updated" | "task.due", PersonTask>
  | On<"task.commented", TaskComment>
  | Passing<"command.progress", { command: string; task: string; progress: number | null; detail: string | null }>
  | Passing<"command.log", { command: string; task: string; path: string; start: number; lines: string[] }>
  | Passing<"profile.updated", User>
  | Passing<"permissions.changed", { role: unknown }>
  | Passing<"typing", { user: User; conversation: string }>;

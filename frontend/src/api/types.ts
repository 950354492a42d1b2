/** The JSON of the API, by hand to its contract. One word per idea, the same as on the server. */

import type { Language } from "../lib/time";

export type Theme = "system" | "light" | "dark";

export interface User {
  id: string;
  username: string;
  display_name: string;
  avatar_url: string | null;
  is_bot: boolean;
}

export interface Me extends User {
  email: string;
  email_verified: boolean;
  language: Language;
  timezone: string;
  theme: Theme;
  is_staff: boolean;
  date_joined: string;
}

export type Role = "owner" | "administrator" | "member";

export interface Participant {
  user: User;
  role: Role;
  joined_at: string;
  /** Some device of theirs has everything up to here. */
  delivered_seq?: number;
  /** How far they have read, as far as they let others know. */
  read_seq?: number;
}

/** How far somebody's devices have got a conversation, and how far they have read it. */
export interface Place {
  conversation: string;
  user: string;
  delivered_seq: number;
  read_seq: number;
}

/** How one has arranged a conversation for oneself. */
export interface Arranged {
  archived: boolean;
  pinned_at: string | null;
  muted: boolean;
  muted_until: string | null;
  notifications: "all" | "mentions" | "nothing";
}

export interface Conversation extends Arranged {
  id: string;
  kind: "direct" | "group" | "channel";
  name: string | null;
  description: string;
  avatar_url: string | null;
  slow_mode_seconds: number;
  participants: Participant[];
  participant_count: number;
  last_message: Message | null;
  unread_count: number;
  mention_count: number;
  /** How many answers call this person in threads that they have not read; the server alone counts them. */
  thread_mention_count: number;
  read_seq: number;
  /** The newest event that the counts know of. */
  counted_seq?: number;
  seq: number;
  my_role: Role;
  /** Of a channel: its place in its server. */
  channel: ChannelPlace | null;
  created_at: string;
  last_activity_at: string;
  version: number;
}

/** Where a channel stands in its server, and what this person may do there. */
export interface ChannelPlace {
  server: string;
  type: ChannelType;
  category: { id: string; name: string; position: number } | null;
  position: number;
  my_permissions: string[];
}

export type ChannelType = "text" | "voice" | "announcement";

/** A message as a search found it; places in its text are counted in code points. */
export interface FoundMessage extends Message {
  highlights: { start: number; end: number }[];
}

export interface Group {
  id: string;
  name: string;
  description: string;
  avatar_url: string | null;
  conversation: string;
  slow_mode_seconds: number;
  version: number;
}

export interface Mention {
  type: "user" | "role" | "all";
  id: string | null;
  text: string;
}

export interface ReactionCount {
  emoji: string;
  count: number;
}

export interface Quote {
  id: string;
  sender: User | null;
  type: Message["type"];
  text: string;
}

/** What only the reader is told of a message. */
export interface Mine {
  reactions: string[];
  saved: boolean;
  acknowledged: boolean;
  /** The options chosen in its poll. */
  votes: number[];
  thread: ThreadPlace | null;
  reminder_at: string | null;
}

/** Where this person stands in a thread. */
export interface ThreadPlace {
  following: boolean;
  read_seq: number;
  unread_count: number;
  /** The newest event that the count knows of. */
  seq?: number;
}

export interface Poll {
  options: { id: number; text: string; count: number }[];
  multiple: boolean;
  anonymous: boolean;
  change_vote: boolean;
  voter_count: number;
  closes_at: string | null;
  closed_at: string | null;
}

/** What somebody did in a group, to whom. */
export interface SystemNote {
  what: string;
  people: { id: string; name: string }[];
  count: number;
  value: string | number | null;
}

export interface Message {
  id: string;
  conversation: string;
  seq: number;
  sender: User | null;
  type: "text" | "emoji" | "file" | "location" | "poll" | "command" | "system";
  text: string;
  /** Of a message of type `system`: what its sender did. */
  system: SystemNote | null;
  client_id: string | null;
  reply_to: string | null;
  card: Card | null;
  mentions: Mention[];
  /** The message whose thread this is in. */
  thread: string | null;
  thread_count: number;
  thread_last_at: string | null;
  location: { latitude: number; longitude: number; label?: string } | null;
  poll: Poll | null;
  forwarded: { sender: { id: string; name: string } | null; created_at: string } | null;
  urgent: boolean;
  acknowledged_count: number;
  reactions: ReactionCount[];
  pinned_at: string | null;
  pinned_by: string | null;
  /** The message replied to, as this person may see it; not in events. */
  quote?: Quote | null;
  mine?: Mine;
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  version: number;
}

export type TaskState = "pending" | "queued" | "running" | "waiting" | "succeeded" | "failed" | "cancelled" | "skipped";

export interface CardTask {
  id: string;
  title: string;
  task_type: string;
  state: TaskState;
  progress: number | null;
  detail: string | null;
  dependencies: string[];
  attempt: number;
  duration_ms: number | null;
  /** The task in whose block it stands, and which block: then, else, each … */
  opener?: string | null;
  branch?: string | null;
  /** In a loop: how many rounds have ended, and failed. */
  rounds?: { done: number; failed: number } | null;
  /** What it does inside: the function that it calls, or the other graph that it runs. */
  inner?: { name: string; count: number; tasks: CardTask[] } | null;
}

export type CommandState =
  | "proposed"
  | "queued"
  | "running"
  | "waiting"
  | "paused"
  | "succeeded"
  | "failed"
  | "cancelled";

export interface CommandLinks {
  self: string;
  alt: string;
  graph: string;
  last: string | null;
  atlas: string | null;
  report: string | null;
}

export interface CommandError {
  code: string;
  title: string;
  detail: string;
}

/** What a person is asked before a proposed command runs. */
export interface CommandQuestion {
  segment: string | null;
  code: string;
  parameter?: string;
  options?: string[];
  text: { tr: string; en: string };
}

export interface CommandProposal {
  id: string;
  title: string;
  why: string;
  steps: string[];
}

export interface CommandVariant {
  id: string;
  title: string;
  changes: { segment: string; pointer: string; before: unknown; after: unknown }[];
}

export const RISKS = ["low", "medium", "high"] as const;
/** What a plan may change or hand out, the gravest first. */
export const TOUCHED = [
  "posts",
  "people",
  "files",
  "model",
  "commands",
  "mails",
  "deletes",
  "elsewhere",
  "unknown",
  "many",
] as const;
export interface CommandRisk {
  level: (typeof RISKS)[number];
  why: (typeof TOUCHED)[number][];
}

/** What a card in a conversation and a command have in common. */
export interface CommandView {
  state: CommandState;
  title: string;
  text: string;
  tasks: CardTask[];
  progress: { done: number; total: number };
  why: string | null;
  questions?: CommandQuestion[];
  /** Until it was confirmed. */
  risk?: CommandRisk | null;
  mode?: string;
  /** What Dream proposes beside, until it was confirmed. */
  proposals?: CommandProposal[];
  /** The same plan with other values, found by Explore, and which of them this is. */
  variants?: CommandVariant[];
  variant?: string | null;
  /** Faults are injected, and nothing leaves the sandbox. */
  chaos?: { level: number; faults: number } | null;
  result: { text: string } | null;
  error: CommandError | null;
  /** Of one that waits for its moment. */
  starts_at?: string | null;
  started_at: string | null;
  finished_at: string | null;
  links: CommandLinks;
}

export interface Card extends CommandView {
  command: string;
}

export interface Command extends CommandView {
  id: string;
  mode: string;
  persona: string | null;
  conversation: string | null;
  message: string | null;
  owner: User;
  alt: Record<string, unknown>;
  rerun_of: string | null;
  rerun?: { from: "start" | "failed"; alt: "pinned" | "newest"; variables: string[] } | null;
  source?: "words" | "document";
  priority?: "low" | "normal" | "high";
  paused_at?: string | null;
  schedule?: string | null;
  saved?: string | null;
  created_at: string;
  version: number;
}

export interface AtlasEntry {
  id: string;
  title: string;
  text: string;
  summary: string;
  tags: string[];
  command: string;
  conversation: string | null;
  created_at: string;
  success_rate: number;
  stale?: boolean;
  highlight?: string | null;
}

export interface Page<T> {
  results: T[];
  next: string | null;
  previous: string | null;
}

export type Found =
  | { type: "user"; user: User }
  | { type: "conversation"; conversation: Pick<Conversation, "id" | "kind" | "name"> };

export interface ReadState {
  conversation: string;
  read_seq: number;
  unread_count: number;
  mention_count: number;
  /** Only where it may have changed: not by reading the conversation. */
  thread_mention_count?: number;
  /** The newest event of the conversation that these counts know of. */
  seq: number;
}

export interface ProblemError {
  pointer?: string;
  detail: string;
  code?: string;
  line?: number;
  column?: number;
  suggestion?: string | null;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: ProblemError[];
  /** With slow mode: how long to wait. */
  retry_after_seconds?: number;
  /** With 412 of a message: how it stands. */
  current?: Message;
  request_id?: string;
}

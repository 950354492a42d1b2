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

export type Role = "owner" | "member";

export interface Participant {
  user: User;
  role: Role;
  joined_at: string;
}

export interface Conversation {
  id: string;
  kind: "direct" | "group" | "channel";
  name: string | null;
  participants: Participant[];
  participant_count: number;
  last_message: Message | null;
  unread_count: number;
  mention_count?: number;
  read_seq: number;
  seq: number;
  my_role: Role;
  archived: boolean;
  created_at: string;
  last_activity_at: string;
  version: number;
}

export interface Message {
  id: string;
  conversation: string;
  seq: number;
  sender: User | null;
  type: "text" | "command" | "system";
  text: string;
  client_id: string | null;
  reply_to: string | null;
  card: Card | null;
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

/** What a card in a conversation and a command have in common. */
export interface CommandView {
  state: CommandState;
  title: string;
  text: string;
  tasks: CardTask[];
  progress: { done: number; total: number };
  why: string | null;
  result: { text: string } | null;
  error: CommandError | null;
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
  mention_count?: number;
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
  request_id?: string;
}

import type { CommandState, User } from "./types";

/** What belongs to commands: saved ones, schedules, secrets, tasks for people, figures, comparisons. */

export interface SavedCommand {
  id: string;
  name: string;
  description: string;
  title: string;
  conversation: string | null;
  server: string | null;
  author: User | null;
  input_count: number;
  created_at: string;
  version: number;
}

/** The JSON Schema of one value of a form, with what an `.alt` says beside. */
export interface InputSchema {
  type: "string" | "integer" | "number" | "boolean" | "array" | "object";
  title?: string;
  description?: string;
  required?: boolean;
  default?: unknown;
  enum?: unknown[];
  format?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
}

export interface SavedForm {
  inputs: Record<string, InputSchema>;
  variables: Record<string, unknown>;
  steps: { title: string; task_type: string }[];
  mode: string;
  /** Somebody else's: one sees the plan before it runs. */
  shown_first: boolean;
  may_change: boolean;
}

export type Priority = "low" | "normal" | "high";
export type Overlap = "skip" | "allow" | "cancel";

export interface Timing {
  at?: string;
  rrule?: string;
  timezone?: string;
  overlap?: Overlap;
  missed?: "once" | "skip";
}

export interface Schedule {
  id: string;
  title: string;
  text: string;
  conversation: string | null;
  thread: string | null;
  starts_at: string;
  rrule: string | null;
  timezone: string;
  overlap: Overlap;
  missed: "once" | "skip";
  next_at: string | null;
  upcoming: string[];
  paused_at: string | null;
  last_command: string | null;
  runs: number;
  problem: string | null;
  created_at: string;
  version: number;
}

export interface Secret {
  id: string;
  name: string;
  description: string;
  hosts: string[];
  created_at: string;
  changed_at: string;
  used_at: string | null;
  version: number;
}

export type TaskKind = "approval" | "todo" | "reminder";
export type PersonTaskState = "open" | "done" | "approved" | "rejected" | "expired" | "cancelled";

export interface PersonTask {
  id: string;
  kind: TaskKind;
  state: PersonTaskState;
  title: string;
  text: string;
  author: User | null;
  assignees: User[];
  conversation: string | null;
  message: string | null;
  command: string | null;
  segment: string | null;
  needed: number;
  right: string | null;
  decisions: { user: User; approves: boolean; comment: string; created_at: string }[];
  due_at: string | null;
  expires_at: string | null;
  remind_at: string | null;
  rrule: string | null;
  completed_at: string | null;
  completed_by: User | null;
  comment_count: number;
  created_at: string;
  version: number;
}

export interface TaskComment {
  id: string;
  task: string;
  author: User | null;
  text: string;
  created_at: string;
}

export interface Suggestion {
  command: string;
  title: string;
  text: string;
  conversation: string | null;
  last_run_at: string;
  times: number;
  why: "last_week" | "often";
}

export interface Figures {
  days: number;
  commands: number;
  states: Partial<Record<CommandState, number>>;
  success_rate: number | null;
  mean_seconds: number | null;
  by_day: { day: string; succeeded: number; failed: number; cancelled: number }[];
  task_types: { task_type: string; tasks: number; failed: number; mean_ms: number | null }[];
}

export interface DiffChange {
  pointer: string;
  change: "added" | "removed" | "changed";
  before: unknown;
  after: unknown;
}

export interface DiffPart {
  same: boolean;
  changes: DiffChange[];
  more: boolean;
}

interface Spent {
  before_ms: number | null;
  after_ms: number | null;
  change_ms: number | null;
}

export interface Diff {
  before: string;
  after: string;
  definition: DiffPart;
  inputs: DiffPart;
  states: DiffPart;
  artifacts: DiffPart;
  durations: { wall_ms: Spent; tasks: (Spent & { task: string })[] };
  outputs: { same: boolean; tasks: { task: string; same: boolean; before: unknown; after: unknown }[] };
}

export interface LogLine {
  id: string;
  task: string;
  path: string;
  line: number;
  text: string;
}

/** How a command is run again. */
export interface Rerun {
  start?: "start" | "failed";
  alt?: "pinned" | "newest";
  variables?: Record<string, unknown>;
  variant?: string;
  confirm?: boolean;
}

export interface CommandFilter {
  state?: string | undefined;
  q?: string | undefined;
  mine?: string | undefined;
  after?: string | undefined;
  before?: string | undefined;
  conversation?: string | undefined;
}

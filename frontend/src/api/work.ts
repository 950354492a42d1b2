import { request } from "./client";
import type {
  Diff,
  Figures,
  LogLine,
  PersonTask,
  PersonTaskState,
  Priority,
  Schedule,
  Secret,
  Suggestion,
  TaskComment,
  TaskKind,
  Timing,
} from "./commandTypes";
import { query } from "./endpoints";
import type { Command, Page } from "./types";

/** What belongs to commands: steering many, comparing, logs, schedules, secrets, figures; and tasks for people. */

export const steerCommands = (action: "cancel" | "pause" | "resume", ids: string[]) =>
  request<{ results: { id: string; status: number; code?: string }[] }>("POST", "/commands/bulk", {
    body: { action, ids },
  });
export const changePriority = (id: string, priority: Priority) =>
  request<Command>("PUT", `/commands/${id}/priority`, { body: { priority } });
export const compareCommands = (id: string, other: string, signal?: AbortSignal) =>
  request<Diff>("GET", `/commands/${id}/diff${query({ with: other })}`, { signal });
export const listReruns = (of: string, signal?: AbortSignal) =>
  request<Page<Command>>("GET", `/commands${query({ rerun_of: of, limit: 20 })}`, { signal });
export const readLog = (id: string, after: string | undefined, signal?: AbortSignal) =>
  request<{ results: LogLine[]; next: string | null }>(
    "GET",
    `/commands/${id}/log/lines${query({ limit: 100, after })}`,
    { signal },
  );
export const planCommand = (body: {
  text?: string;
  alt?: Record<string, unknown>;
  conversation?: string;
  schedule: Timing;
  client_id: string;
}) => request<Command>("POST", "/commands", { body });

export const listSchedules = (signal?: AbortSignal) =>
  request<Page<Schedule>>("GET", "/schedules?limit=100", { signal });
export const changeSchedule = (schedule: Schedule, body: Timing & { paused?: boolean }) =>
  request<Schedule>("PATCH", `/schedules/${schedule.id}`, {
    body,
    ifMatch: `"${schedule.id}-${schedule.version}"`,
  });
export const deleteSchedule = (id: string) => request<void>("DELETE", `/schedules/${id}`);

export const listSecrets = (signal?: AbortSignal) => request<Page<Secret>>("GET", "/secrets?limit=100", { signal });
export const createSecret = (body: { name: string; value: string; hosts: string[]; description: string }) =>
  request<Secret>("POST", "/secrets", { body });
export const changeSecret = (id: string, body: { value?: string; hosts?: string[]; description?: string }) =>
  request<Secret>("PATCH", `/secrets/${id}`, { body });
export const deleteSecret = (id: string) => request<void>("DELETE", `/secrets/${id}`);

export const readFigures = (days: number, signal?: AbortSignal) =>
  request<Figures>("GET", `/commands/analytics${query({ days })}`, { signal });
export const listSuggestions = (signal?: AbortSignal) =>
  request<{ results: Suggestion[] }>("GET", "/commands/suggestions", { signal });

export interface TaskFilter {
  role?: "mine" | "given" | undefined;
  state?: PersonTaskState | undefined;
  kind?: TaskKind | undefined;
}
export const listTasks = (filter: TaskFilter, signal?: AbortSignal) =>
  request<Page<PersonTask>>("GET", `/tasks${query({ limit: 50, ...filter })}`, { signal });
export interface NewTask {
  kind: TaskKind;
  title?: string;
  text?: string;
  message?: string;
  conversation?: string;
  assignees?: string[];
  due_at?: string;
  remind_at?: string;
  needed?: number;
}
export const createTask = (body: NewTask) => request<PersonTask>("POST", "/tasks", { body });
export interface TaskChange {
  title?: string;
  text?: string;
  assignees?: string[];
  due_at?: string | null;
  state?: "done" | "open" | "cancelled";
  decision?: "approve" | "reject";
  comment?: string;
}
export const changeTask = (id: string, body: TaskChange) => request<PersonTask>("PATCH", `/tasks/${id}`, { body });
export const listTaskComments = (id: string, signal?: AbortSignal) =>
  request<Page<TaskComment>>("GET", `/tasks/${id}/comments`, { signal });
export const commentTask = (id: string, text: string) =>
  request<TaskComment>("POST", `/tasks/${id}/comments`, { body: { text } });

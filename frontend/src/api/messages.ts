import { request } from "./client";
import type { Message, Page, Poll, ThreadPlace, User } from "./types";

/** What can be done with messages, and what people keep for later. */

export interface Draft {
  conversation: string;
  text: string;
  reply_to: string | null;
  updated_at: string;
  version: number;
}

export interface Scheduled {
  id: string;
  conversation: string;
  text: string;
  reply_to: string | null;
  at: string;
  state: "waiting" | "sent" | "failed";
  message: string | null;
  /** The code of why it could not be sent. */
  problem: string | null;
  created_at: string;
  version: number;
}

export interface Reminder {
  message: Message;
  at: string;
  fired_at: string | null;
}

export interface Revision {
  version: number;
  text: string;
  created_at: string;
}

export interface ReactionRow {
  emoji: string;
  user: User;
  created_at: string;
}

export interface Receipts extends Page<{ user: User; state: Reach }> {
  counts: Record<Reach, number>;
}

export type Reach = "sent" | "delivered" | "read";
export type ReportReason = "spam" | "abuse" | "illegal" | "private" | "other";

export interface NewPoll {
  options: string[];
  multiple?: boolean;
  anonymous?: boolean;
  change_vote?: boolean;
  closes_at?: string | null;
}

const of = (id: string, tail: string) => `/messages/${id}/${tail}`;
const onOff = (on: boolean) => (on ? "PUT" : "DELETE");

/** `seen` is the version that was edited: 412 where it is no longer the newest. */
export const editMessage = (id: string, text: string, seen?: number) =>
  request<Message>("PUT", `/messages/${id}`, {
    body: { text },
    ...(seen === undefined ? {} : { ifMatch: `"${id}-${seen}"` }),
  });
export const deleteMessage = (id: string, whose: "me" | "everyone") =>
  request<void>("DELETE", `/messages/${id}?for=${whose}`);
export const setReaction = (id: string, emoji: string, on: boolean) =>
  request<Message | undefined>(onOff(on), of(id, `reactions/${encodeURIComponent(emoji)}`));
export const setPinned = (id: string, on: boolean) => request<Message | undefined>(onOff(on), of(id, "pin"));
export const setSaved = (id: string, on: boolean) => request<Message | undefined>(onOff(on), of(id, "saved"));
export const setReminder = (id: string, at: string | null) =>
  at
    ? request<Reminder>("PUT", of(id, "reminder"), { body: { at } })
    : request<undefined>("DELETE", of(id, "reminder"));
export const acknowledgeMessage = (id: string) => request<Message>("PUT", of(id, "acknowledge"));
export const vote = (id: string, options: number[]) => request<Message>("PUT", of(id, "vote"), { body: { options } });
export const closePoll = (id: string) => request<Message>("PUT", of(id, "poll/closed"));
export const forwardMessage = (id: string, conversations: string[]) =>
  request<{ results: Message[] }>("POST", of(id, "forward"), { body: { conversations } });
export const reportMessage = (id: string, reason: ReportReason, text: string) =>
  request<{ id: string }>("POST", of(id, "report"), { body: { reason, text } });

export const listRevisions = (id: string) => request<Page<Revision>>("GET", of(id, "history"));
export const listReactions = (id: string) => request<Page<ReactionRow>>("GET", of(id, "reactions?limit=100"));
export const listReceipts = (id: string) => request<Receipts>("GET", of(id, "receipts?limit=100"));
export const listAcknowledgements = (id: string) =>
  request<Page<{ user: User; created_at: string }>>("GET", of(id, "acknowledgements?limit=100"));
export const listVotes = (id: string) =>
  request<Page<{ option: Poll["options"][number]["id"]; user: User }>>("GET", of(id, "votes?limit=100"));

export const listThread = (id: string, cursor = "") =>
  request<Page<Message>>("GET", of(id, `thread?limit=50${cursor}`));
export const markThreadRead = (id: string, seq: number) =>
  request<ThreadPlace>("PUT", of(id, "thread/read"), { body: { seq } });
export const followThread = (id: string, on: boolean) =>
  request<ThreadPlace | undefined>(onOff(on), of(id, "thread/follow"));

export const listThreads = () => request<Page<Message>>("GET", "/messages/threads?limit=50");
export const listSaved = () => request<Page<Message>>("GET", "/messages/saved?limit=50");
export const listReminders = () => request<Page<Reminder>>("GET", "/messages/reminders?limit=50");
export const listPins = (conversation: string) =>
  request<Page<Message>>("GET", `/conversations/${conversation}/pins?limit=100`);

export const listScheduled = () => request<Page<Scheduled>>("GET", "/messages/scheduled?limit=50");
export const scheduleMessage = (body: { conversation: string; text: string; reply_to?: string | null; at: string }) =>
  request<Scheduled>("POST", "/messages/scheduled", { body });
export const changeScheduled = (id: string, changes: { text?: string; at?: string }) =>
  request<Scheduled>("PATCH", `/messages/scheduled/${id}`, { body: changes });
export const removeScheduled = (id: string) => request<void>("DELETE", `/messages/scheduled/${id}`);

export const listDrafts = () => request<Page<Draft>>("GET", "/conversations/drafts?limit=100");
export const saveDraft = (conversation: string, text: string, reply_to: string | null) =>
  request<Draft>("PUT", `/conversations/${conversation}/draft`, { body: { text, reply_to } });
export const removeDraft = (conversation: string) => request<void>("DELETE", `/conversations/${conversation}/draft`);

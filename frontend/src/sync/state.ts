import type { Extra } from "../api/endpoints";
import type { Draft } from "../api/messages";
import type { Server } from "../api/serverTypes";
import type { Command, Conversation, Me, Message, User } from "../api/types";

/** The live state: what the snapshot gave, kept current by events. */

export type Connection = "connecting" | "live" | "reconnecting" | "offline" | "signed_out";

export interface Timeline {
  /** Oldest first, without holes from the first to the newest. */
  messages: Message[];
  status: "loading" | "ready" | "failed";
  older: "more" | "loading" | "failed" | "none";
}

/** A stretch of the past that somebody jumped to; it joins the timeline once the two meet. */
export interface Window extends Timeline {
  newer: "more" | "loading" | "failed";
}

/** The answers to one message. */
export interface Thread extends Timeline {
  conversation: string;
  root: Message | null;
}

/** What can be done to a message. */
export type Deed =
  | { kind: "edit"; text: string; seen: number }
  | { kind: "react"; emoji: string; on: boolean }
  | { kind: "pin"; on: boolean }
  | { kind: "save"; on: boolean }
  | { kind: "remind"; at: string | null }
  | { kind: "vote"; options: number[] }
  | { kind: "acknowledge" }
  | { kind: "delete"; whose: "me" | "everyone" };

export type Change = Deed & {
  id: string;
  message: string;
  conversation: string;
  state: "queued" | "sending" | "failed" | "conflict";
  failure: string | null;
  /** With a conflict: how the message stands. */
  current?: Message;
};

/** Something that a person should be told, whatever they look at. */
export type News = { id: string } & (
  | { kind: "refused"; what: Change["kind"] | "arrange"; text: string }
  | { kind: "reminder"; message: Message }
  | { kind: "done"; text: string }
);

export interface Typist {
  user: User;
  until: number;
}

export interface SendFailure {
  code: string;
  text: string;
}

/** A message or command that this device has sent but not yet seen answered. */
export interface Pending {
  client_id: string;
  conversation: string;
  kind: "message" | "command";
  text: string;
  extra?: Extra;
  created_at: string;
  state: "queued" | "sending" | "failed";
  failure: SendFailure | null;
}

export interface SyncState {
  me: Me;
  connection: Connection;
  snapshot: "loading" | "ready" | "failed";
  conversations: Record<string, Conversation>;
  timelines: Record<string, Timeline>;
  servers: Record<string, Server>;
  /** What people are called in servers, by server and person: empty for their own name, absent where it is not known. */
  nicknames: Record<string, Record<string, string>>;
  /** Something about servers was missed: they are to be fetched again. */
  serversStale: boolean;
  windows: Record<string, Window>;
  /** By the message they answer to. */
  threads: Record<string, Thread>;
  /** Unsent text, as it is on the server. */
  drafts: Record<string, Draft>;
  /** Newest durable event seen, by topic. */
  seqs: Record<string, number>;
  typing: Record<string, Typist[]>;
  commands: Record<string, Command>;
  outbox: Pending[];
  /** What was done to messages and is not yet answered. */
  changes: Change[];
  news: News[];
  /** Conversations of which something was missed: to be fetched again. */
  stale: string[];
  /** The conversation that stands open on the screen. */
  open: string | null;
}

export function initialState(me: Me): SyncState {
  return {
    me,
    connection: "connecting",
    snapshot: "loading",
    conversations: {},
    timelines: {},
    servers: {},
    nicknames: {},
    serversStale: false,
    windows: {},
    threads: {},
    drafts: {},
    seqs: {},
    typing: {},
    commands: {},
    outbox: [],
    changes: [],
    news: [],
    stale: [],
    open: null,
  };
}

export const serverTopic = (server: string) => `server:${server}`;
export const topicOf = (conversation: string) => `conversation:${conversation}`;

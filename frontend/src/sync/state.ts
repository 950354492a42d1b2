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
  /** Something about servers was missed: they are to be fetched again. */
  serversStale: boolean;
  /** Newest durable event seen, by topic. */
  seqs: Record<string, number>;
  typing: Record<string, Typist[]>;
  commands: Record<string, Command>;
  outbox: Pending[];
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
    serversStale: false,
    seqs: {},
    typing: {},
    commands: {},
    outbox: [],
    stale: [],
    open: null,
  };
}

export const serverTopic = (server: string) => `server:${server}`;
export const topicOf = (conversation: string) => `conversation:${conversation}`;

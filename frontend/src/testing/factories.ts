import type { Server, ServerMember, ServerRole } from "../api/serverTypes";
import type { Card, CardTask, Command, Conversation, Me, Message, User } from "../api/types";
import { initialState, type SyncState } from "../sync/state";

/** The fixed cast and small makers of API objects. */

const person = (id: string, display_name: string): User => ({
  id,
  username: id,
  display_name,
  avatar_url: null,
  is_bot: false,
});

export const bora = person("bora", "Bora Demir");
export const cem = person("cem", "Cem Öztürk");
export const ayse: Me = {
  ...person("ayse", "Ayşe Yılmaz"),
  email: "ayse@example.org",
  email_verified: true,
  language: "en",
  timezone: "Europe/Istanbul",
  theme: "system",
  is_staff: false,
  date_joined: "2026-01-01T00:00:00.000Z",
};

export function conversation(changes: Partial<Conversation> = {}): Conversation {
  return {
    id: "room",
    kind: "direct",
    name: null,
    description: "",
    avatar_url: null,
    slow_mode_seconds: 0,
    participants: [ayse, bora].map((user) => ({ user, role: "member", joined_at: "2026-11-01T00:00:00.000Z" })),
    participant_count: 2,
    last_message: null,
    unread_count: 0,
    mention_count: 0,
    thread_mention_count: 0,
    read_seq: 0,
    seq: 0,
    my_role: "member",
    channel: null,
    archived: false,
    pinned_at: null,
    muted: false,
    muted_until: null,
    notifications: "all",
    created_at: "2026-11-01T00:00:00.000Z",
    last_activity_at: "2026-11-01T00:00:00.000Z",
    version: 1,
    ...changes,
  };
}

export function message(seq: number, changes: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    conversation: "room",
    seq,
    sender: bora,
    type: "text",
    text: `text ${seq}`,
    system: null,
    client_id: null,
    reply_to: null,
    card: null,
    mentions: [],
    thread: null,
    thread_count: 0,
    thread_last_at: null,
    location: null,
    poll: null,
    forwarded: null,
    urgent: false,
    acknowledged_count: 0,
    reactions: [],
    pinned_at: null,
    pinned_by: null,
    created_at: new Date(Date.UTC(2026, 10, 21, 8, 0, seq)).toISOString(),
    edited_at: null,
    deleted_at: null,
    version: 1,
    ...changes,
  };
}

export function task(id: string, changes: Partial<CardTask> = {}): CardTask {
  return {
    id,
    title: `Task ${id}`,
    task_type: "http.request",
    state: "pending",
    progress: null,
    detail: null,
    dependencies: [],
    attempt: 0,
    duration_ms: null,
    ...changes,
  };
}

export function card(changes: Partial<Card> = {}): Card {
  return {
    command: "k1",
    state: "proposed",
    title: "Count the rows",
    text: "download the file and count the rows",
    tasks: [task("fetch"), task("count", { task_type: "text.count", dependencies: ["fetch"] })],
    progress: { done: 0, total: 2 },
    why: "asked",
    result: null,
    error: null,
    started_at: null,
    finished_at: null,
    links: {
      self: "/api/v1/commands/k1",
      alt: "/api/v1/commands/k1/alt",
      graph: "/g",
      last: null,
      atlas: null,
      report: null,
    },
    ...changes,
  };
}

export function command(changes: Partial<Command> = {}): Command {
  const { command: id, ...view } = card();
  return {
    id,
    ...view,
    mode: "normal",
    persona: null,
    conversation: "room",
    message: "m1",
    owner: ayse,
    alt: {},
    rerun_of: null,
    created_at: "2026-11-21T08:00:00.000Z",
    version: 1,
    ...changes,
  };
}

/** A live state with one loaded conversation that has the messages 1 and 2. */
export function loadedState(changes: Partial<SyncState> = {}): SyncState {
  const messages = [message(1), message(2)];
  return {
    ...initialState(ayse),
    connection: "live",
    snapshot: "ready",
    conversations: { room: conversation({ seq: 2, read_seq: 2, last_message: messages[1] ?? null }) },
    timelines: { room: { messages, status: "ready", older: "none" } },
    seqs: { "conversation:room": 2 },
    ...changes,
  };
}

export function serverRole(id: string, position: number, changes: Partial<ServerRole> = {}): ServerRole {
  return {
    id,
    server: "place",
    name: id,
    mention_name: id,
    color: "",
    position,
    permissions: [],
    mentionable: false,
    hoisted: false,
    is_everyone: position === 0,
    version: 1,
    ...changes,
  };
}

/** A server of bora's in which everybody may write, and ayse has no role but that. */
export function server(changes: Partial<Server> = {}): Server {
  return {
    id: "place",
    name: "Mahalle",
    description: "",
    picture_url: null,
    owner: "bora",
    member_count: 2,
    created_at: "2026-11-01T00:00:00.000Z",
    version: 1,
    deletes_at: null,
    seq: 1,
    roles: [serverRole("everyone", 0, { permissions: ["view_channel", "send_messages"] })],
    emoji: [],
    my: { nickname: "", roles: [], silenced_until: null, joined_at: "2026-11-01T00:00:00.000Z" },
    ...changes,
  };
}

export function serverMember(user: User, changes: Partial<ServerMember> = {}): ServerMember {
  return {
    server: "place",
    user,
    nickname: "",
    roles: [],
    silenced_until: null,
    joined_at: "2026-11-01T00:00:00.000Z",
    ...changes,
  };
}

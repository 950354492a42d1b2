import type { Server, ServerRole } from "../api/serverTypes";
import type { Conversation } from "../api/types";
import type { ServerEvent } from "./events";
import { withNickname } from "./nicknames";
import { type SyncState, serverTopic } from "./state";

/** What events change about servers: part of the one reducer. */

export function applyServerEvent(state: SyncState, event: ServerEvent): SyncState {
  switch (event.type) {
    case "server.added":
      return putServer(state, event.data);
    case "server.updated":
      return changeServer(state, event.data.id, (known) => ({ ...known, ...event.data }));
    case "server.removed":
    case "server.deleted":
      return withoutServer(state, event.data.server);
    case "server_member.added": {
      const { server, member, member_count } = event.data;
      const next = withNickname(state, server, member.user.id, member.nickname);
      return changeServer(next, server, (known) => ({ ...known, member_count }));
    }
    case "server_member.updated": {
      const { server, user, ...my } = event.data;
      const next = withNickname(state, server, user.id, my.nickname);
      return user.id === state.me.id ? changeServer(next, server, (known) => ({ ...known, my })) : next;
    }
    case "server_member.removed": {
      const { server, user, member_count } = event.data;
      const next = withNickname(state, server, user, "");
      return changeServer(next, server, (known) => ({ ...known, member_count }));
    }
    case "role.created":
    case "role.updated":
      return changeServer(state, event.data.server, (known) => ({ ...known, roles: withRole(known, event.data) }));
    case "role.deleted":
      return changeServer(state, event.data.server, (known) => withoutRole(known, event.data.role));
    case "emoji.added":
      return changeServer(state, event.data.server, (known) => {
        const others = known.emoji.filter((one) => one.id !== event.data.id);
        return { ...known, emoji: [...others, event.data].sort((a, b) => (a.name < b.name ? -1 : 1)) };
      });
    case "emoji.removed":
      return changeServer(state, event.data.server, (known) => ({
        ...known,
        emoji: known.emoji.filter((one) => one.id !== event.data.emoji),
      }));
    case "channel.updated": {
      const { id, name, description, slow_mode_seconds, version, type, category, position } = event.data;
      const told = { name, description, slow_mode_seconds, version };
      return changeChannel(state, id, (known) => ({
        ...known,
        ...told,
        channel: known.channel && { ...known.channel, type, category, position },
      }));
    }
    case "channel.rights_changed":
      return event.data.channels.reduce(
        (next, { conversation, my_permissions }) =>
          changeChannel(next, conversation, (known) => ({
            ...known,
            channel: known.channel && { ...known.channel, my_permissions },
          })),
        state,
      );
    case "channel.deleted":
      return withoutConversations(state, (one) => one.id === event.data.conversation);
    case "categories.changed": // they are fetched where they are shown
    case "channel.access_changed": // whom it concerns is told by `conversation.removed`
      return state;
  }
}

export function putServer(state: SyncState, server: Server): SyncState {
  const topic = serverTopic(server.id);
  const known = state.servers[server.id];
  if (known && (state.seqs[topic] ?? 0) > server.seq) return state;
  return {
    ...state,
    servers: { ...state.servers, [server.id]: server },
    seqs: { ...state.seqs, [topic]: Math.max(state.seqs[topic] ?? 0, server.seq) },
  };
}

/** Replace the servers by a new picture of them. */
export function freshServers(state: SyncState, servers: Server[]): SyncState {
  const kept = Object.entries(state.seqs).filter(([topic]) => !topic.startsWith("server:"));
  const seqs = servers.map((server): [string, number] => [serverTopic(server.id), server.seq]);
  return {
    ...state,
    serversStale: false,
    nicknames: Object.fromEntries(
      Object.entries(state.nicknames).filter(([id]) => servers.some((one) => one.id === id)),
    ),
    servers: Object.fromEntries(servers.map((server) => [server.id, server])),
    seqs: Object.fromEntries([...kept, ...seqs]),
  };
}

/** Does one of this person's roles bear the name by which a message calls it? */
export function holdsRoleCalled(state: SyncState, channel: Conversation, name: string | null): boolean {
  const server = channel.channel && state.servers[channel.channel.server];
  return !!server?.roles.some((role) => role.mention_name === name && server.my?.roles.includes(role.id));
}

function withRole(server: Server, role: ServerRole): ServerRole[] {
  const known = server.roles.find((one) => one.id === role.id);
  if (known && known.version > role.version) return server.roles;
  const others = server.roles.filter((one) => one.id !== role.id);
  return [...others, role].sort((a, b) => b.position - a.position || (a.id < b.id ? -1 : 1));
}

function withoutRole(server: Server, role: string): Server {
  return {
    ...server,
    roles: server.roles.filter((one) => one.id !== role),
    my: server.my && { ...server.my, roles: server.my.roles.filter((one) => one !== role) },
  };
}

function changeServer(state: SyncState, id: string, change: (known: Server) => Server): SyncState {
  const known = state.servers[id];
  if (!known) return { ...state, serversStale: true };
  return { ...state, servers: { ...state.servers, [id]: change(known) } };
}

function changeChannel(state: SyncState, id: string, change: (known: Conversation) => Conversation): SyncState {
  const known = state.conversations[id];
  if (!known) return state.stale.includes(id) ? state : { ...state, stale: [...state.stale, id] };
  return { ...state, conversations: { ...state.conversations, [id]: change(known) } };
}

function withoutServer(state: SyncState, id: string): SyncState {
  const { [id]: _server, ...servers } = state.servers;
  return withoutConversations({ ...state, servers }, (one) => one.channel?.server === id);
}

/** Their numbers stay: what is heard a second time of them is still known. */
function withoutConversations(state: SyncState, gone: (one: Conversation) => boolean): SyncState {
  const ids = new Set(
    Object.values(state.conversations)
      .filter(gone)
      .map((one) => one.id),
  );
  const kept = <T>(rows: Record<string, T>) => Object.fromEntries(Object.entries(rows).filter(([id]) => !ids.has(id)));
  return {
    ...state,
    conversations: kept(state.conversations),
    timelines: kept(state.timelines),
    windows: kept(state.windows),
    threads: Object.fromEntries(Object.entries(state.threads).filter(([, thread]) => !ids.has(thread.conversation))),
    changes: state.changes.filter((change) => !ids.has(change.conversation)),
    outbox: state.outbox.filter((pending) => !ids.has(pending.conversation)),
    stale: state.stale.filter((id) => !ids.has(id)),
  };
}
/** What this person may do in a server as a whole. Channels say so themselves. */
export function serverPermissions(server: Server, me: string): Set<string> {
  const mine = server.roles.filter((role) => role.is_everyone || server.my?.roles.includes(role.id));
  const names = new Set(mine.flatMap((role) => role.permissions));
  if (server.owner === me) names.add("administrator");
  return names;
}

import { listMembersOf } from "../api/servers";
import type { User } from "../api/types";
import { personName } from "./names";
import type { SyncState } from "./state";
import type { SyncStore } from "./store";

/** What people are called in servers: asked for those who are seen, then kept current by events. */

const AT_ONCE = 100;
const TOGETHER_MS = 20;

/** Return what somebody is called in a conversation: in a channel by their nickname there, if they have one. */
export function nameIn(state: SyncState, conversation: string, user: User): string {
  const server = state.conversations[conversation]?.channel?.server;
  return (server && state.nicknames[server]?.[user.id]) || personName(user);
}

export function withNickname(state: SyncState, server: string, user: string, nickname: string): SyncState {
  const known = state.nicknames[server];
  return { ...state, nicknames: { ...state.nicknames, [server]: { ...known, [user]: nickname } } };
}

export class Nicknames {
  private readonly wanted = new Map<string, Set<string>>();
  private readonly asked = new Map<string, Set<string>>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly store: SyncStore) {}

  /** See that it is known what somebody is called in a server; those asked for at the same moment are asked together. */
  ask(server: string, user: string): void {
    if (this.store.getState().nicknames[server]?.[user] !== undefined || this.asked.get(server)?.has(user)) return;
    this.wanted.set(server, (this.wanted.get(server) ?? new Set()).add(user));
    this.timer ??= setTimeout(() => this.fetch(), TOGETHER_MS);
  }

  private fetch(): void {
    this.timer = undefined;
    for (const [server, users] of this.wanted) {
      const all = [...users];
      for (let at = 0; at < all.length; at += AT_ONCE) void this.fetchSome(server, all.slice(at, at + AT_ONCE));
    }
    this.wanted.clear();
  }

  private async fetchSome(server: string, users: string[]): Promise<void> {
    const asked = this.asked.get(server) ?? new Set();
    this.asked.set(server, asked);
    for (const user of users) asked.add(user);
    try {
      const { results } = await listMembersOf(server, users);
      const found = new Map(results.map(({ user, nickname }) => [user.id, nickname]));
      this.store.setState((state) => {
        const known = state.nicknames[server] ?? {};
        // What an event told meanwhile is newer than this answer.
        const fresh = users.filter((user) => known[user] === undefined).map((user) => [user, found.get(user) ?? ""]);
        return { nicknames: { ...state.nicknames, [server]: { ...known, ...Object.fromEntries(fresh) } } };
      });
    } catch {
      // Their own names are shown; whoever draws them anew asks again.
    } finally {
      for (const user of users) asked.delete(user);
    }
  }
}

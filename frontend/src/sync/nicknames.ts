import { listMembersOf, listNicknamed } from "../api/servers";
import type { ServerMember } from "../api/serverTypes";
import type { Message, User } from "../api/types";
import { personName } from "./names";
import type { SyncState } from "./state";
import type { SyncStore } from "./store";

/** What people are called in servers. All who have a nickname are asked for once, before the first messages of the
 *  server are shown; where they are more than one answer holds, also those who are seen. Then events keep it current. */

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

/** Return who is named where these messages are shown. */
export function peopleIn(messages: Message[]): string[] {
  const people = messages.flatMap(({ sender, mentions }) => [
    sender?.id,
    ...mentions.map(({ type, id }) => (type === "user" ? id : null)),
  ]);
  return [...new Set(people)].filter((id): id is string => Boolean(id));
}

export class Nicknames {
  private readonly wanted = new Map<string, Set<string>>();
  private readonly asked = new Map<string, Set<string>>();
  /** By server: are those in one answer all who have a nickname? */
  private readonly complete = new Map<string, Promise<boolean>>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly store: SyncStore) {}

  /** See that it is known what these people are called in a server; where that fails, their own names are shown. */
  async know(server: string, users: string[]): Promise<void> {
    if (await this.all(server)) return;
    const known = this.store.getState().nicknames[server] ?? {};
    const asked = this.asked.get(server);
    await this.fetch(
      server,
      users.filter((user) => known[user] === undefined && !asked?.has(user)),
    );
  }

  /** The same for somebody who is shown already; those asked for at the same moment are asked together. */
  ask(server: string, user: string): void {
    if (this.store.getState().nicknames[server]?.[user] !== undefined) return;
    this.wanted.set(server, (this.wanted.get(server) ?? new Set()).add(user));
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      for (const [server, users] of this.wanted) void this.know(server, [...users]);
      this.wanted.clear();
    }, TOGETHER_MS);
  }

  /** After a gap some may be called otherwise: what is known is shown until the new answer is here. */
  refresh(): void {
    this.complete.clear();
    for (const [server, known] of Object.entries(this.store.getState().nicknames)) {
      void this.all(server).then((all) => (all ? undefined : this.fetch(server, Object.keys(known))));
    }
  }

  private all(server: string): Promise<boolean> {
    const known = this.complete.get(server);
    if (known) return known;
    const asking = this.fetchAll(server).catch(() => {
      this.complete.delete(server);
      return false;
    });
    this.complete.set(server, asking);
    return asking;
  }

  private async fetchAll(server: string): Promise<boolean> {
    const before = this.store.getState().nicknames[server] ?? {};
    const { results, next } = await listNicknamed(server);
    this.put(server, before, results, next === null ? Object.keys(before) : []);
    return next === null;
  }

  private async fetch(server: string, users: string[]): Promise<void> {
    const parts: string[][] = [];
    for (let at = 0; at < users.length; at += AT_ONCE) parts.push(users.slice(at, at + AT_ONCE));
    await Promise.all(parts.map((part) => this.fetchSome(server, part)));
  }

  private async fetchSome(server: string, users: string[]): Promise<void> {
    const asked = this.asked.get(server) ?? new Set();
    this.asked.set(server, asked);
    for (const user of users) asked.add(user);
    try {
      const before = this.store.getState().nicknames[server] ?? {};
      const { results } = await listMembersOf(server, users);
      this.put(server, before, results, users);
    } catch {
      // Their own names are shown; whoever draws them anew asks again.
    } finally {
      for (const user of users) asked.delete(user);
    }
  }

  /** Take in an answer; of those who were asked for, who is not in it has no nickname. */
  private put(server: string, before: Record<string, string>, found: ServerMember[], asked: string[]): void {
    const answers = [
      ...asked.map((user): [string, string] => [user, ""]),
      ...found.map(({ user, nickname }): [string, string] => [user.id, nickname]),
    ];
    this.store.setState((state) => {
      const known = state.nicknames[server] ?? {};
      // What an event told meanwhile is newer than this answer.
      const fresh = Object.fromEntries(answers.filter(([user]) => known[user] === before[user]));
      return { nicknames: { ...state.nicknames, [server]: { ...known, ...fresh } } };
    });
  }
}

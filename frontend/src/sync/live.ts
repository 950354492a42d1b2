import { listArchived } from "../api/conversations";
import {
  type Extra,
  followPage,
  getConversation,
  getMessage,
  listConversations,
  listMessages,
  openDirectConversation,
  createGroup as postGroup,
  markRead as putRead,
} from "../api/endpoints";
import { ApiProblem } from "../api/problem";
import { listServers } from "../api/servers";
import type { Server } from "../api/serverTypes";
import type { Command, Conversation, Me, Message } from "../api/types";
import { newId } from "../lib/ids";
import { applyEvent, markStale, putConversation, putMessage } from "./applyEvent";
import { arrange, type Wish } from "./arranging";
import { Changes } from "./changes";
import { Delivery } from "./delivery";
import { Drafts } from "./drafts";
import type { LiveEvent } from "./events";
import { Nicknames, peopleIn } from "./nicknames";
import { Outbox } from "./outbox";
import { Pages } from "./pages";
import { freshServers } from "./servers";
import { Socket } from "./socket";
import { type SyncState, topicOf } from "./state";
import { createSyncStore, type SyncStore } from "./store";
import { withNewestPage, withOlderPage } from "./timeline";

/** Everything live: owns the store, feeds it from socket and snapshot, and carries out what people do. */

const MAX_LIST_PAGES = 5;
const TYPING_EVERY_MS = 3_000;
/** Messages are not held back longer than this for what people are called. */
const NAMES_MS = 1_000;
const SNAPSHOT_WITHOUT_SOCKET_MS = 2_500;

export class Live {
  readonly store: SyncStore;
  readonly outbox: Outbox;
  readonly socket: Socket;
  readonly changes: Changes;
  readonly drafts: Drafts;
  readonly pages: Pages;
  readonly nicknames: Nicknames;
  private readonly delivery: Delivery;
  private readonly listeners = new Set<(event: LiveEvent) => void>();
  private readonly typedAt = new Map<string, number>();
  private readonly reading = new Map<string, number>();
  private readonly unmended = new Set<string>();
  private sweep: ReturnType<typeof setInterval> | undefined;

  constructor(me: Me, socketUrl: string, doubt: () => void) {
    this.store = createSyncStore(me);
    this.socket = new Socket(socketUrl, {
      connection: (connection) => {
        this.store.setState({ connection });
        // Before the person is sent away, a plain request confirms that the session is over.
        if (connection === "signed_out") doubt();
        if (connection !== "live") return;
        this.outbox.flush();
        this.changes.flush();
        const missed = [...this.unmended];
        this.unmended.clear();
        if (missed.length > 0) this.store.setState((state) => missed.reduce(markStale, state));
      },
      events: (events) => {
        const now = Date.now();
        this.store.setState((state) => events.reduce((next, event) => applyEvent(next, event, now), state));
        this.delivery.hear(events);
        for (const event of events) for (const listener of this.listeners) listener(event);
      },
      snapshot: () => this.snapshot(),
      seqs: (seqs) => this.compareSeqs(seqs),
      doubt,
    });
    this.outbox = new Outbox(this.store, this.socket, me.id);
    this.changes = new Changes(this.store, me.id);
    this.drafts = new Drafts(this.store, me.id);
    this.pages = new Pages(this.store);
    this.nicknames = new Nicknames(this.store);
    this.delivery = new Delivery(this.store, this.socket);
    this.store.subscribe((state, before) => {
      if (state.stale !== before.stale && state.stale.length > 0) void this.mend();
      if (state.serversStale && !before.serversStale) void this.loadServers();
    });
  }

  start(): void {
    this.outbox.restore();
    this.changes.restore();
    this.socket.start();
    // Where sockets are blocked on the way, the app still shows what there is.
    setTimeout(() => {
      if (this.store.getState().snapshot === "loading") void this.snapshot().catch(() => undefined);
    }, SNAPSHOT_WITHOUT_SOCKET_MS);
    this.sweep = setInterval(() => this.forgetTypists(), 1_000);
  }

  stop(): void {
    this.socket.stop();
    clearInterval(this.sweep);
  }

  /** Hear every event after it was applied; returns how to stop. For lists that are fetched, not kept live. */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  // reading ----------------------------------------------------------------------------------------------------------

  /** Take a fresh picture of the conversations; the open one loads its newest messages again. */
  async snapshot(): Promise<void> {
    if (this.store.getState().snapshot !== "ready") this.store.setState({ snapshot: "loading" });
    try {
      const servers = allServers();
      let page = await listConversations();
      const all: Conversation[] = [...page.results];
      for (let pages = 1; page.next && pages < MAX_LIST_PAGES; pages += 1) {
        page = await followPage<Conversation>(page.next);
        all.push(...page.results);
      }
      const found = await servers;
      this.store.setState((state) => freshServers(fresh(state, all), found));
      // What is written in archived ones is told of as well.
      listArchived().then(
        ({ results }) => this.takeConversations(results),
        () => undefined,
      );
      this.nicknames.refresh();
      this.delivery.snapshot();
      void this.drafts.load();
    } catch (error) {
      if (this.store.getState().snapshot !== "ready") this.store.setState({ snapshot: "failed" });
      throw error;
    }
  }

  retrySnapshot(): void {
    this.store.setState({ snapshot: "loading" });
    this.socket.wake();
    void this.snapshot().catch(() => undefined);
  }

  /** Note which conversation stands open, and see that its messages are here. */
  open(id: string | null): void {
    if (this.store.getState().open !== id) this.store.setState({ open: id });
    if (!id) return;
    if (!this.store.getState().timelines[id]) void this.loadMessages(id);
    const shown = this.store.getState().conversations[id];
    // The list names the first few; who is mentioned, and how far each has read, is told of up to a hundred.
    if (shown && shown.participants.length < Math.min(shown.participant_count, 100)) void this.fetchConversation(id);
  }

  async loadMessages(id: string): Promise<void> {
    this.setTimeline(id, (timeline) => timeline ?? { messages: [], status: "loading", older: "none" });
    try {
      const server = this.serverOf(id);
      if (server) void this.nicknames.know(server, []); // while the messages are on their way
      const page = await listMessages(id);
      await this.knowNames(server, page.results);
      this.setTimeline(id, (timeline) => withNewestPage(timeline, page.results, page.next !== null));
      if (!this.store.getState().conversations[id]) await this.fetchConversation(id);
    } catch {
      this.setTimeline(id, (timeline) =>
        timeline?.status === "ready"
          ? timeline
          : { messages: timeline?.messages ?? [], status: "failed", older: "none" },
      );
    }
  }

  retryMessages(id: string): void {
    this.setTimeline(id, () => ({ messages: [], status: "loading", older: "none" }));
    void this.loadMessages(id);
  }

  async loadOlder(id: string): Promise<void> {
    const timeline = this.store.getState().timelines[id];
    const first = timeline?.messages[0];
    if (!timeline || !first || timeline.older === "loading" || timeline.older === "none") return;
    this.setTimeline(id, (known) => known && { ...known, older: "loading" });
    try {
      const page = await listMessages(id, { before: first.id });
      this.setTimeline(id, (known) => known && withOlderPage(known, page.results, page.next !== null));
    } catch {
      this.setTimeline(id, (known) => known && { ...known, older: "failed" });
    }
  }

  // doing ------------------------------------------------------------------------------------------------------------

  sendMessage(conversation: string, text: string, extra?: Extra): void {
    this.outbox.add("message", conversation, text, extra);
  }

  submitCommand(conversation: string, text: string, extra?: Pick<Extra, "thread">): void {
    this.outbox.add("command", conversation, text, extra);
  }

  arrange(id: string, wish: Wish): void {
    void arrange(this.store, id, wish);
  }

  /** Take in conversations that are not in the list: archived ones. */
  takeConversations(conversations: Conversation[]): void {
    this.store.setState((state) => conversations.reduce(putConversation, state));
  }

  /** Take in messages that an HTTP reply brought. */
  take(messages: Message[]): void {
    this.store.setState((state) => messages.reduce(putMessage, state));
  }

  /** Say something to the person, whatever they look at. */
  tell(text: string): void {
    this.store.setState((state) => ({ news: [...state.news, { id: newId(), kind: "done", text }] }));
  }

  dismiss(news: string): void {
    this.store.setState((state) => ({ news: state.news.filter((one) => one.id !== news) }));
  }

  async openDirectConversation(user: string): Promise<string> {
    const conversation = await openDirectConversation(user);
    this.store.setState((state) => putConversation(state, conversation));
    return conversation.id;
  }

  async createGroup(name: string, members: string[]): Promise<string> {
    const { conversation } = await postGroup(name, members);
    if (!this.store.getState().conversations[conversation]) await this.fetchConversation(conversation);
    return conversation;
  }

  /** Mark everything seen here as read: shown at once, told to the server once per place. */
  async markRead(id: string): Promise<void> {
    const conversation = this.store.getState().conversations[id];
    if (!conversation || conversation.unread_count === 0) return;
    const upTo = conversation.last_message?.seq ?? conversation.seq;
    if ((this.reading.get(id) ?? -1) >= upTo) return;
    this.reading.set(id, upTo);
    const change = (changes: Partial<Conversation>) =>
      this.store.setState((state) => {
        const known = state.conversations[id];
        return known ? { conversations: { ...state.conversations, [id]: { ...known, ...changes } } } : state;
      });
    change({ unread_count: 0, mention_count: 0, read_seq: Math.max(conversation.read_seq, upTo) });
    try {
      await putRead(id, upTo);
    } catch {
      this.reading.delete(id);
    }
  }

  /** Tell the others that this person is writing, at most every three seconds. */
  typing(conversation: string): void {
    const now = Date.now();
    if (now - (this.typedAt.get(conversation) ?? 0) < TYPING_EVERY_MS) return;
    this.typedAt.set(conversation, now);
    this.socket.notify("typing.start", { conversation });
  }

  /** Take in a command that an HTTP reply brought; without a live socket its card is fetched as well. */
  async putCommand(command: Command): Promise<void> {
    this.store.setState((state) => {
      const known = state.commands[command.id];
      if (known && known.version > command.version) return state;
      return { commands: { ...state.commands, [command.id]: command } };
    });
    if (!this.socket.live && command.message) {
      const message = await getMessage(command.message);
      this.store.setState((state) => putMessage(state, message));
    }
  }

  // mending ----------------------------------------------------------------------------------------------------------

  private compareSeqs(seqs: Record<string, number>): void {
    this.store.setState((state) => {
      let next = state;
      for (const [topic, seq] of Object.entries(seqs)) {
        const known = state.seqs[topic];
        if (known === undefined || known >= seq) continue;
        if (topic.startsWith("conversation:")) next = markStale(next, topic.slice("conversation:".length));
        if (topic.startsWith("server:")) next = { ...next, serversStale: true };
      }
      return next;
    });
  }

  /** Fetch the servers again. */
  async loadServers(): Promise<void> {
    try {
      const found = await allServers();
      this.store.setState((state) => freshServers(state, found));
      this.nicknames.refresh();
    } catch {
      this.store.setState({ serversStale: false }); // the next heartbeat finds the gap again
    }
  }

  /** Fetch again what was missed. */
  private async mend(): Promise<void> {
    const stale = this.store.getState().stale;
    this.store.setState({ stale: [] });
    for (const id of stale) {
      await this.fetchConversation(id);
      if (this.store.getState().timelines[id]) await this.loadMessages(id);
      for (const [root, thread] of Object.entries(this.store.getState().threads)) {
        if (thread.conversation === id) await this.pages.loadThread(id, root);
      }
    }
  }

  private serverOf(id: string): string | undefined {
    return this.store.getState().conversations[id]?.channel?.server;
  }

  private async knowNames(server: string | undefined, messages: Message[]): Promise<void> {
    if (!server) return;
    const late = new Promise((resolve) => setTimeout(resolve, NAMES_MS));
    await Promise.race([this.nicknames.know(server, peopleIn(messages)), late]);
  }

  private async fetchConversation(id: string): Promise<void> {
    try {
      const conversation = await getConversation(id);
      this.store.setState((state) => putConversation(state, conversation));
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.status === 404) {
        this.store.setState((state) => {
          const { [id]: _gone, ...conversations } = state.conversations;
          return { conversations };
        });
      } else {
        this.unmended.add(id);
      }
    }
  }

  private setTimeline(
    id: string,
    change: (timeline: SyncState["timelines"][string] | undefined) => SyncState["timelines"][string] | undefined,
  ): void {
    this.store.setState((state) => {
      const changed = change(state.timelines[id]);
      return changed ? { timelines: { ...state.timelines, [id]: changed } } : state;
    });
  }

  private forgetTypists(): void {
    const { typing } = this.store.getState();
    const now = Date.now();
    let changed = false;
    const next = Object.fromEntries(
      Object.entries(typing).map(([id, typists]) => {
        const rest = typists.filter((typist) => typist.until > now);
        changed ||= rest.length !== typists.length;
        return [id, rest];
      }),
    );
    if (changed) this.store.setState({ typing: next });
  }
}

async function allServers(): Promise<Server[]> {
  const page = await listServers();
  return page.results;
}

/** Replace what the list said by a new picture. Timelines are dropped but for the open one, which is mended. */
export function fresh(state: SyncState, conversations: Conversation[]): SyncState {
  const open = state.open;
  const timeline = open ? state.timelines[open] : undefined;
  const shown = open ? state.conversations[open] : undefined;
  const list = shown ? [shown, ...conversations] : conversations;
  return {
    ...state,
    snapshot: "ready",
    conversations: Object.fromEntries(list.map((conversation) => [conversation.id, conversation])),
    seqs: {
      ...Object.fromEntries(Object.entries(state.seqs).filter(([topic]) => topic.startsWith("server:"))),
      ...Object.fromEntries(conversations.map((conversation) => [topicOf(conversation.id), conversation.seq])),
    },
    timelines: open && timeline ? { [open]: timeline } : {},
    windows: {},
    threads: Object.fromEntries(Object.entries(state.threads).filter(([, thread]) => thread.conversation === open)),
    // Loaded before this picture was taken: what happened in between would count as seen and be missing.
    stale: open && timeline ? [open] : [],
  };
}

import { followPage, getMessage, listMessages } from "../api/endpoints";
import { followThread, listThread, markThreadRead } from "../api/messages";
import type { Message } from "../api/types";
import { marked } from "./marks";
import { findMessage } from "./places";
import type { Thread, Window } from "./state";
import type { SyncStore } from "./store";
import { mergeMessages, withNewestPage, withOlderPage } from "./timeline";

/** Loads what is beside the newest messages: a stretch of the past somebody jumped to, and threads. */

export class Pages {
  private readonly reading = new Map<string, number>();
  /** Where the page of older answers is, by thread. */
  private readonly olderAnswers = new Map<string, string | null>();

  constructor(private readonly store: SyncStore) {}

  /** Show the messages around one that is not loaded. Rejects where it is gone or cannot be read. */
  async around(conversation: string, message: string): Promise<void> {
    const state = this.store.getState();
    const known = [
      ...(state.timelines[conversation]?.messages ?? []),
      ...(state.windows[conversation]?.messages ?? []),
    ];
    if (known.some(({ id }) => id === message)) return;
    const page = await listMessages(conversation, { around: message });
    const messages = mergeMessages([], page.results);
    if (!messages.some(({ id }) => id === message)) throw new Error("the message is not in this conversation");
    const window: Window = {
      messages,
      status: "ready",
      older: page.next ? "more" : "none",
      newer: "more",
    };
    this.store.setState({ windows: { ...this.store.getState().windows, [conversation]: window } });
    if (!page.previous) this.join(conversation, true);
    else this.join(conversation, false);
  }

  /** Go back to the newest messages. */
  closeWindow(conversation: string): void {
    const { [conversation]: _gone, ...windows } = this.store.getState().windows;
    this.store.setState({ windows });
  }

  async olderInWindow(conversation: string): Promise<void> {
    const window = this.store.getState().windows[conversation];
    const first = window?.messages[0];
    if (!window || !first || window.older === "loading" || window.older === "none") return;
    this.setWindow(conversation, (known) => ({ ...known, older: "loading" }));
    try {
      const page = await listMessages(conversation, { before: first.id });
      this.setWindow(conversation, (known) => ({
        ...known,
        ...withOlderPage(known, page.results, page.next !== null),
      }));
    } catch {
      this.setWindow(conversation, (known) => ({ ...known, older: "failed" }));
    }
  }

  async newerInWindow(conversation: string): Promise<void> {
    const window = this.store.getState().windows[conversation];
    const last = window?.messages.at(-1);
    if (!window || !last || window.newer === "loading") return;
    this.setWindow(conversation, (known) => ({ ...known, newer: "loading" }));
    try {
      const page = await listMessages(conversation, { after: last.id });
      this.setWindow(conversation, (known) => ({
        ...known,
        newer: "more",
        messages: mergeMessages(known.messages, page.results),
      }));
      this.join(conversation, page.previous === null);
    } catch {
      this.setWindow(conversation, (known) => ({ ...known, newer: "failed" }));
    }
  }

  /** Where the stretch meets the timeline, or has reached the newest message, the two are one again. */
  private join(conversation: string, atEnd: boolean): void {
    this.store.setState((state) => {
      const { [conversation]: window, ...windows } = state.windows;
      const timeline = state.timelines[conversation];
      if (!window || timeline?.status !== "ready") return state;
      const ids = new Set(timeline.messages.map((message) => message.id));
      if (!atEnd && !window.messages.some((message) => ids.has(message.id))) return state;
      const { older, messages } = window;
      const joined = { ...timeline, older, messages: mergeMessages(messages, timeline.messages) };
      return { windows, timelines: { ...state.timelines, [conversation]: joined } };
    });
  }

  async loadThread(conversation: string, root: string): Promise<void> {
    this.setThread(
      root,
      (known) => known ?? { conversation, root: null, messages: [], status: "loading", older: "none" },
    );
    try {
      const [message, page] = await Promise.all([getMessage(root), listThread(root)]);
      this.olderAnswers.set(root, page.next);
      this.setThread(root, (known) => {
        const timeline = withNewestPage(
          known?.status === "ready" ? known : undefined,
          page.results,
          page.next !== null,
        );
        return { ...timeline, conversation, root: message };
      });
    } catch {
      this.setThread(root, (known) =>
        known?.status === "ready" ? known : { conversation, root: null, messages: [], status: "failed", older: "none" },
      );
    }
  }

  async olderInThread(root: string): Promise<void> {
    const thread = this.store.getState().threads[root];
    const link = this.olderAnswers.get(root);
    if (!thread || !link || thread.older === "loading" || thread.older === "none") return;
    this.setThread(root, (known) => known && { ...known, older: "loading" });
    try {
      const page = await followPage<Message>(link);
      this.olderAnswers.set(root, page.next);
      this.setThread(root, (known) => known && { ...known, ...withOlderPage(known, page.results, page.next !== null) });
    } catch {
      this.setThread(root, (known) => known && { ...known, older: "failed" });
    }
  }

  closeThread(root: string): void {
    const { [root]: _gone, ...threads } = this.store.getState().threads;
    this.store.setState({ threads });
  }

  /** Mark a thread as read: shown at once, told to the server once per place. */
  async readThread(conversation: string, root: string): Promise<void> {
    const state = this.store.getState();
    const newest = state.threads[root]?.messages.at(-1)?.seq;
    const place = (findMessage(state, conversation, root) ?? state.threads[root]?.root)?.mine?.thread;
    if (newest === undefined || !place || place.unread_count === 0 || (this.reading.get(root) ?? 0) >= newest) return;
    this.reading.set(root, newest);
    this.store.setState((now) =>
      marked(now, { message: root, conversation }, () => ({
        thread: { ...place, read_seq: Math.max(place.read_seq, newest), unread_count: 0 },
      })),
    );
    try {
      await markThreadRead(root, newest);
    } catch {
      this.reading.delete(root);
    }
  }

  async follow(conversation: string, root: string, on: boolean): Promise<void> {
    const answer = await followThread(root, on);
    this.store.setState((state) =>
      marked(state, { message: root, conversation }, (mine) => ({
        thread: answer ?? { ...(mine.thread ?? { read_seq: 0, unread_count: 0 }), following: on },
      })),
    );
  }

  private setWindow(conversation: string, change: (window: Window) => Window): void {
    this.store.setState((state) => {
      const window = state.windows[conversation];
      return window ? { windows: { ...state.windows, [conversation]: change(window) } } : state;
    });
  }

  private setThread(root: string, change: (thread: Thread | undefined) => Thread | undefined): void {
    this.store.setState((state) => {
      const thread = change(state.threads[root]);
      return thread ? { threads: { ...state.threads, [root]: thread } } : state;
    });
  }
}

import { type Extra, getMessage, sendMessage, submitCommand } from "../api/endpoints";
import { ApiProblem, ConnectionLost, isTransient } from "../api/problem";
import type { Message } from "../api/types";
import { backoff } from "../lib/backoff";
import { newId } from "../lib/ids";
import { isOnlyEmoji } from "../lib/onlyEmoji";
import { readStored, storedKeys, writeStored } from "../lib/storage";
import { putMessage } from "./applyEvent";
import type { Pending, SendFailure } from "./state";
import type { SyncStore } from "./store";

/** What this device wants to send: kept across reloads, sent in order, once each, under a `client_id` of its own.
 *  One storage key per entry, so that two tabs of one person do not overwrite each other. */

export interface Line {
  live: boolean;
  request<T>(type: string, data: Record<string, unknown>): Promise<T>;
}

const COMMAND_EVENT_MS = 1_500;

export class Outbox {
  private readonly sending = new Set<string>();
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly prefix: string;

  constructor(
    private readonly store: SyncStore,
    private readonly line: Line,
    user: string,
  ) {
    this.prefix = `outbox.${user}.`;
    store.subscribe((state, before) => {
      if (state.outbox !== before.outbox) this.forgetGone(before.outbox, state.outbox);
    });
  }

  /** Take back what an earlier page could not send. */
  restore(): void {
    const kept = storedKeys(this.prefix)
      .map((key) => readStored<Pending>(key))
      .filter((pending): pending is Pending => pending !== null)
      .map((pending): Pending => (pending.state === "failed" ? pending : { ...pending, state: "queued" }));
    if (kept.length > 0) this.store.setState({ outbox: kept });
  }

  add(kind: Pending["kind"], conversation: string, text: string, extra: Extra = {}): Pending {
    const pending: Pending = {
      client_id: newId(),
      conversation,
      kind,
      text,
      extra,
      created_at: new Date().toISOString(),
      state: "queued",
      failure: null,
    };
    this.store.setState((state) => ({ outbox: [...state.outbox, pending] }));
    this.keep(pending);
    this.flush();
    return pending;
  }

  /** Send a failed one again, under the same `client_id`: had it arrived after all, it still appears once. */
  retry(clientId: string): void {
    this.change(clientId, { state: "queued", failure: null });
    this.flush();
  }

  discard(clientId: string): void {
    this.store.setState((state) => ({ outbox: state.outbox.filter((pending) => pending.client_id !== clientId) }));
  }

  /** Send what waits: one at a time in each conversation, so that the order is kept. */
  flush(): void {
    clearTimeout(this.timer);
    const busy = new Set(
      this.store
        .getState()
        .outbox.filter((pending) => this.sending.has(pending.client_id))
        .map((pending) => pending.conversation),
    );
    for (const pending of this.store.getState().outbox) {
      if (pending.state !== "queued" || busy.has(pending.conversation)) continue;
      busy.add(pending.conversation);
      void this.send(pending);
    }
  }

  private async send(pending: Pending): Promise<void> {
    this.sending.add(pending.client_id);
    this.change(pending.client_id, { state: "sending" });
    try {
      const message = pending.kind === "command" ? await this.submit(pending) : await this.post(pending);
      this.attempt = 0;
      this.store.setState((state) => {
        const next = message ? putMessage(state, message) : state;
        return { ...next, outbox: next.outbox.filter((other) => other.client_id !== pending.client_id) };
      });
    } catch (error) {
      if (isTransient(error)) {
        this.change(pending.client_id, { state: "queued" });
        const asked = error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
        this.timer = setTimeout(() => this.flush(), Math.max(asked, backoff(this.attempt++)));
        return;
      }
      this.change(pending.client_id, { state: "failed", failure: failureOf(error) });
    } finally {
      this.sending.delete(pending.client_id);
    }
    this.flush();
  }

  private async post(pending: Pending): Promise<Message> {
    const { conversation, text, client_id, extra } = pending;
    // A place on the map may say nothing.
    const body = { conversation, ...(text === "" ? {} : { text }), client_id, ...extra };
    if (extra?.poll || extra?.location || !isOnlyEmoji(text)) return this.deliver(body);
    try {
      return await this.deliver({ ...body, type: "emoji" });
    } catch (error) {
      // An emoji that is newer than the server: words like any other.
      if (error instanceof ApiProblem && error.problem.status === 400) return this.deliver(body);
      throw error;
    }
  }

  private async deliver(body: Parameters<typeof sendMessage>[0]): Promise<Message> {
    if (this.line.live) {
      try {
        return await this.line.request<Message>("message.send", { ...body });
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        // The socket went silent: the same client_id over HTTP cannot post it twice.
      }
    }
    return sendMessage(body);
  }

  /** Submit a command; its card usually comes as an event before this ends, else it is fetched. */
  private async submit(pending: Pending): Promise<Message | null> {
    const { conversation, text, client_id, extra } = pending;
    const command = await submitCommand({ conversation, text, client_id, confirm: true, ...extra });
    this.store.setState((state) => ({ commands: { ...state.commands, [command.id]: command } }));
    if (!command.message) return null;
    if (this.line.live && (await this.appears(pending, command.message))) return null;
    return getMessage(command.message);
  }

  private appears(pending: Pending, message: string): Promise<boolean> {
    const there = () => {
      const state = this.store.getState();
      return (
        !state.outbox.some((other) => other.client_id === pending.client_id) ||
        (state.timelines[pending.conversation]?.messages.some((known) => known.id === message) ?? false)
      );
    };
    if (there()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = (found: boolean) => {
        clearTimeout(timer);
        unsubscribe();
        resolve(found);
      };
      const timer = setTimeout(() => done(false), COMMAND_EVENT_MS);
      const unsubscribe = this.store.subscribe(() => there() && done(true));
    });
  }

  private change(clientId: string, changes: Partial<Pending>): void {
    this.store.setState((state) => ({
      outbox: state.outbox.map((pending) => (pending.client_id === clientId ? { ...pending, ...changes } : pending)),
    }));
    const changed = this.store.getState().outbox.find((pending) => pending.client_id === clientId);
    if (changed) this.keep(changed);
  }

  private keep(pending: Pending): void {
    writeStored(this.prefix + pending.client_id, pending);
  }

  private forgetGone(before: Pending[], now: Pending[]): void {
    const ids = new Set(now.map((pending) => pending.client_id));
    for (const pending of before) if (!ids.has(pending.client_id)) writeStored(this.prefix + pending.client_id, null);
  }
}

function failureOf(error: unknown): SendFailure {
  if (error instanceof ApiProblem) {
    const { problem } = error;
    return { code: problem.code, text: problem.errors?.[0]?.detail || problem.detail || problem.title };
  }
  return { code: "unknown", text: String(error) };
}

import {
  acknowledgeMessage,
  deleteMessage,
  editMessage,
  setPinned,
  setReaction,
  setReminder,
  setSaved,
  vote,
} from "../api/messages";
import { ApiProblem, isTransient } from "../api/problem";
import type { Message } from "../api/types";
import { backoff } from "../lib/backoff";
import { newId } from "../lib/ids";
import { readStored, storedKeys, writeStored } from "../lib/storage";
import { changed } from "./overlay";
import { changeEverywhere, removeEverywhere, replaceEverywhere } from "./places";
import type { Change, Deed } from "./state";
import type { SyncStore } from "./store";

/** What somebody did to messages: shown at once, kept across reloads, told to the server in order. A change that the
 *  server refuses is taken back and said; an edit of a text that changed meanwhile waits for a choice. */

export class Changes {
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly prefix: string;

  constructor(
    private readonly store: SyncStore,
    user: string,
  ) {
    this.prefix = `change.${user}.`;
    store.subscribe((state, before) => {
      if (state.changes === before.changes) return;
      const left = new Set(state.changes.map((change) => change.id));
      for (const { id } of before.changes) if (!left.has(id)) writeStored(this.prefix + id, null);
    });
  }

  /** Take back what an earlier page could not tell the server. */
  restore(): void {
    const kept = storedKeys(this.prefix)
      .map((key) => readStored<Change>(key))
      .filter((change): change is Change => change !== null)
      .map((change): Change => (change.state === "sending" ? { ...change, state: "queued" } : change));
    if (kept.length > 0) this.store.setState({ changes: kept });
  }

  /** Do something to a message. What waits of the same kind is replaced: only the last wish counts. */
  add(message: Pick<Message, "id" | "conversation">, deed: Deed): void {
    const change: Change = {
      ...deed,
      id: newId(),
      message: message.id,
      conversation: message.conversation,
      state: "queued",
      failure: null,
    };
    this.store.setState((state) => ({
      changes: [...state.changes.filter((other) => other.state === "sending" || !isSame(other, change)), change],
    }));
    writeStored(this.prefix + change.id, change);
    this.flush();
  }

  discard(id: string): void {
    this.store.setState((state) => ({ changes: state.changes.filter((change) => change.id !== id) }));
  }

  /** Tell the server what waits: one thing at a time for each message. */
  flush(): void {
    clearTimeout(this.timer);
    const busy = new Set(this.all.filter((change) => change.state === "sending").map((change) => change.message));
    for (const change of this.all) {
      if (change.state !== "queued" || busy.has(change.message)) continue;
      busy.add(change.message);
      void this.send(change);
    }
  }

  private get all(): Change[] {
    return this.store.getState().changes;
  }

  private async send(change: Change): Promise<void> {
    this.note(change.id, { state: "sending" });
    try {
      const answer = await tell(change);
      this.attempt = 0;
      this.commit(change, answer);
    } catch (error) {
      if (isTransient(error)) {
        this.note(change.id, { state: "queued" });
        const asked = error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
        this.timer = setTimeout(() => this.flush(), Math.max(asked, backoff(this.attempt++)));
        return;
      }
      this.refuse(change, error);
    }
    this.flush();
  }

  /** What was shown ahead of its time is true now. */
  private commit(change: Change, answer: Message | undefined): void {
    this.store.setState((state) => {
      const where = { id: change.message, conversation: change.conversation };
      const changes = state.changes.filter((other) => other.id !== change.id);
      if (change.kind === "delete") return { ...removeEverywhere(state, where), changes };
      const next = answer
        ? replaceEverywhere(state, answer)
        : changeEverywhere(state, where, (message) => changed(message, change) ?? message);
      return { ...next, changes };
    });
  }

  private refuse(change: Change, error: unknown): void {
    const problem = error instanceof ApiProblem ? error.problem : null;
    if (problem?.status === 404 && change.kind === "delete") {
      this.commit(change, undefined);
      return;
    }
    const failure = problem?.errors?.[0]?.detail || problem?.detail || problem?.title || String(error);
    if (change.kind === "edit") {
      const current = problem?.code === "object.stale" ? problem.current : undefined;
      // The words somebody wrote are theirs: they stay until they are sent or thrown away.
      this.note(change.id, current ? { state: "conflict", current, failure } : { state: "failed", failure });
      return;
    }
    this.store.setState((state) => ({
      changes: state.changes.filter((other) => other.id !== change.id),
      news: [...state.news, { id: change.id, kind: "refused", what: change.kind, text: failure }],
    }));
  }

  private note(id: string, changes: Partial<Change>): void {
    this.store.setState((state) => ({
      changes: state.changes.map((change) => (change.id === id ? ({ ...change, ...changes } as Change) : change)),
    }));
    const noted = this.all.find((change) => change.id === id);
    if (noted) writeStored(this.prefix + id, noted);
  }
}

function isSame(one: Change, other: Change): boolean {
  if (one.message !== other.message || one.kind !== other.kind) return false;
  return one.kind !== "react" || (other.kind === "react" && one.emoji === other.emoji);
}

async function tell(change: Change): Promise<Message | undefined> {
  const { message } = change;
  switch (change.kind) {
    case "edit":
      return editMessage(message, change.text, change.seen);
    case "react":
      return setReaction(message, change.emoji, change.on);
    case "pin":
      return setPinned(message, change.on);
    case "save":
      return setSaved(message, change.on);
    case "vote":
      return vote(message, change.options);
    case "acknowledge":
      return acknowledgeMessage(message);
    case "remind":
      await setReminder(message, change.at);
      return undefined;
    case "delete":
      await deleteMessage(message, change.whose);
      return undefined;
  }
}

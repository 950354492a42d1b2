import type { LiveEvent } from "./events";
import type { SyncStore } from "./store";

/** Tells the server that this device has what was sent, so that its sender sees it as delivered. */

const WAIT_MS = 1_000;
const AT_ONCE = 30;

interface Teller {
  notify(type: string, data: Record<string, unknown>): void;
}

export class Delivery {
  private readonly due = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly store: SyncStore,
    private readonly line: Teller,
  ) {}

  /** What came live has arrived. */
  hear(events: LiveEvent[]): void {
    const me = this.store.getState().me.id;
    for (const event of events) {
      if (event.type !== "message.created" || event.data.sender?.id === me) continue;
      const { conversation, seq } = event.data;
      this.due.set(conversation, Math.max(seq, this.due.get(conversation) ?? 0));
    }
    this.later();
  }

  /** What came while this device was away has arrived too. */
  snapshot(): void {
    for (const conversation of Object.values(this.store.getState().conversations)) {
      const last = conversation.last_message?.seq;
      if (conversation.unread_count > 0 && last) this.due.set(conversation.id, last);
    }
    this.later();
  }

  private later(): void {
    if (this.due.size === 0 || this.timer) return;
    this.timer = setTimeout(() => this.tell(), WAIT_MS);
  }

  private tell(): void {
    this.timer = undefined;
    for (const [conversation, seq] of [...this.due].slice(0, AT_ONCE)) {
      this.due.delete(conversation);
      this.line.notify("conversation.delivered", { conversation, seq });
    }
    this.later();
  }
}

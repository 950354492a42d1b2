import { ApiProblem, ConnectionLost } from "../api/problem";
import type { Problem } from "../api/types";
import { backoff } from "../lib/backoff";
import type { LiveEvent } from "./events";
import { inTopicOrder } from "./order";
import type { Connection } from "./state";

/** The one connection of `/ws/v1`: subscribe first, then snapshot; afterwards resume from the last cursor. */

export interface SocketHandlers {
  connection(state: Connection): void;
  /** Events that may be applied now, in the order of their topics. */
  events(events: LiveEvent[]): void;
  /** Take a fresh snapshot; events wait until it is there. Rejects where that failed. */
  snapshot(): Promise<void>;
  /** The newest `seq` of topics that moved lately, as the server knows them after a resume. */
  seqs(seqs: Record<string, number>): void;
  /** It failed twice in a row before signing in: find out whether the session is still good. */
  doubt(): void;
}

interface Waiting {
  resolve(data: unknown): void;
  reject(error: Error): void;
  timer: ReturnType<typeof setTimeout>;
}

interface Frame {
  id?: string | null;
  type: string;
  topic?: string;
  seq?: number;
  cursor?: string;
  data?: Record<string, unknown>;
  error?: Problem;
}

const BEAT_MS = 5_000;
const SILENT_MS = 25_000;
const DEAD_AFTER_PING_MS = 20_000;
const PROBE_MS = 5_000;
const REQUEST_MS = 10_000;
const RESTART_SPREAD_MS = 5_000;
const CROWDED_MS = 30_000;
const MANY_TOPICS = 3_000; // more do not fit into a frame; a fresh picture does not cost more

export class Socket {
  private socket: WebSocket | null = null;
  private phase: "closed" | "opening" | "syncing" | "live" = "closed";
  private held: LiveEvent[] = [];
  /** The place that the server last named; and what was heard of each topic since: together where to resume. */
  private cursor: string | null = null;
  private readonly heard = new Map<string, number>();
  private ever = false;
  private attempt = 0;
  private stopped = true;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private beat: ReturnType<typeof setInterval> | undefined;
  private lastSeen = 0;
  private pingDeadline = 0;
  private counter = 0;
  private readonly waiting = new Map<string, Waiting>();

  constructor(
    private readonly url: string,
    private readonly handlers: SocketHandlers,
    private readonly random: () => number = Math.random,
  ) {}

  start(): void {
    this.stopped = false;
    window.addEventListener("online", this.wake);
    window.addEventListener("offline", this.lost);
    document.addEventListener("visibilitychange", this.seen);
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener("online", this.wake);
    window.removeEventListener("offline", this.lost);
    document.removeEventListener("visibilitychange", this.seen);
    this.drop();
    clearTimeout(this.retry);
  }

  get live(): boolean {
    return this.phase === "live";
  }

  /** Send a command and wait for its ack. Rejects with ApiProblem (refused) or ConnectionLost (try again). */
  request<T>(type: string, data: Record<string, unknown>): Promise<T> {
    if (!this.live) return Promise.reject(new ConnectionLost());
    this.counter += 1;
    const id = `c${this.counter}`;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new ConnectionLost("no answer in time"));
      }, REQUEST_MS);
      this.waiting.set(id, { resolve: (answer) => resolve(answer as T), reject, timer });
      this.send({ id, type, data });
    });
  }

  /** Send a command whose answer does not matter. */
  notify(type: string, data: Record<string, unknown>): void {
    if (this.live) this.send({ type, data });
  }

  /** Reconnect at once, whatever the waiting time was. */
  readonly wake = (): void => {
    if (this.stopped || this.phase !== "closed") return;
    this.attempt = 0;
    this.connect();
  };

  private readonly lost = (): void => {
    if (this.stopped) return;
    this.drop();
    this.handlers.connection("offline");
    // "online" may never come (some systems do not tell): keep trying slowly.
    this.later(CROWDED_MS);
  };

  private readonly seen = (): void => {
    if (document.visibilityState !== "visible" || this.stopped) return;
    if (this.phase === "closed") this.wake();
    else if (this.phase === "live") this.ping(PROBE_MS);
  };

  private connect(): void {
    clearTimeout(this.retry);
    this.phase = "opening";
    this.held = [];
    this.handlers.connection(this.ever ? "reconnecting" : "connecting");
    const socket = new WebSocket(this.url, "altlas.v1");
    this.socket = socket;
    this.lastSeen = Date.now();
    this.pingDeadline = 0;
    clearInterval(this.beat);
    this.beat = setInterval(() => this.checkBeat(), BEAT_MS);
    socket.onmessage = (message) => {
      if (socket === this.socket) this.receive(String(message.data));
    };
    socket.onclose = (close) => {
      if (socket === this.socket) this.closed(close.code);
    };
  }

  private receive(text: string): void {
    this.lastSeen = Date.now();
    this.pingDeadline = 0;
    let frame: Frame;
    try {
      frame = JSON.parse(text) as Frame;
    } catch {
      return;
    }
    this.handle(frame);
  }

  private handle(frame: Frame): void {
    switch (frame.type) {
      case "ready":
        this.ready(String(frame.data?.cursor ?? ""));
        break;
      case "resumed":
        this.release(frame.data?.cursor as string | undefined);
        this.handlers.seqs((frame.data?.seqs ?? {}) as Record<string, number>);
        break;
      case "reset":
        this.standAt((frame.data?.cursor as string | undefined) ?? this.cursor);
        void this.takeSnapshot();
        break;
      case "ack":
        this.answer(frame.id, (waiting) => waiting.resolve(frame.data));
        break;
      case "error":
        // A refused resume leaves no other way than a fresh picture.
        if (!frame.id && this.phase === "syncing") void this.takeSnapshot();
        else this.answer(frame.id, ({ reject }) => reject(problemIn(frame)));
        break;
      default:
        if (frame.topic) this.take(frame as unknown as LiveEvent);
    }
  }

  private ready(cursor: string): void {
    this.phase = "syncing";
    if (this.cursor === null || this.heard.size > MANY_TOPICS) {
      this.standAt(cursor);
      void this.takeSnapshot();
    } else {
      this.send({ type: "resume", data: { cursor: this.cursor, seqs: Object.fromEntries(this.heard) } });
    }
  }

  private async takeSnapshot(): Promise<void> {
    const socket = this.socket;
    try {
      await this.handlers.snapshot();
      if (socket === this.socket) this.release();
    } catch {
      if (socket !== this.socket) return;
      this.cursor = null;
      this.drop();
      this.handlers.connection(this.ever ? "reconnecting" : "connecting");
      this.later(backoff(this.attempt++, this.random));
    }
  }

  private take(event: LiveEvent): void {
    // Events from before the replay must not move us past what was missed.
    if (this.phase !== "live") this.held.push(event);
    else this.deliver([event]);
  }

  private standAt(cursor: string | null): void {
    this.cursor = cursor;
    this.heard.clear();
  }

  /** Let the held events through. After a replay the place to resume from is the one the server named. */
  private release(resumed?: string): void {
    const held = this.held;
    this.held = [];
    if (resumed) this.standAt(resumed);
    this.phase = "live";
    this.ever = true;
    this.attempt = 0;
    this.deliver(inTopicOrder(held));
    this.handlers.connection("live");
  }

  private deliver(events: LiveEvent[]): void {
    for (const { topic, seq } of events) {
      if (topic && seq !== undefined) this.heard.set(topic, Math.max(seq, this.heard.get(topic) ?? 0));
    }
    if (events.length > 0) this.handlers.events(events);
  }

  private answer(id: string | null | undefined, how: (waiting: Waiting) => void): void {
    const waiting = id ? this.waiting.get(id) : undefined;
    if (!waiting || !id) return;
    clearTimeout(waiting.timer);
    this.waiting.delete(id);
    how(waiting);
  }

  private send(frame: Record<string, unknown>): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private ping(patience = DEAD_AFTER_PING_MS): void {
    this.send({ type: "ping" });
    if (this.pingDeadline === 0) this.pingDeadline = Date.now() + patience;
  }

  private checkBeat(): void {
    const now = Date.now();
    if (this.pingDeadline > 0 && now >= this.pingDeadline) this.closed(1006);
    else if (this.pingDeadline === 0 && now - this.lastSeen >= SILENT_MS) this.ping();
  }

  private closed(code: number): void {
    const early = this.phase === "opening";
    this.drop();
    if (this.stopped) return;
    if (code === 4401) {
      this.handlers.connection("signed_out");
      return;
    }
    if (code === 4409) this.cursor = null;
    this.handlers.connection(navigator.onLine === false ? "offline" : this.ever ? "reconnecting" : "connecting");
    this.attempt += 1;
    if (early && this.attempt === 2) this.handlers.doubt();
    if (code === 1012) this.later(500 + this.random() * RESTART_SPREAD_MS);
    else if (code === 4429 || code === 4403) this.later(CROWDED_MS);
    else this.later(backoff(this.attempt - 1, this.random));
  }

  private later(milliseconds: number): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), milliseconds);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    this.phase = "closed";
    this.held = [];
    clearInterval(this.beat);
    for (const waiting of this.waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new ConnectionLost());
    }
    this.waiting.clear();
    if (socket && socket.readyState <= WebSocket.OPEN) socket.close();
  }
}

function problemIn(frame: Frame): Error {
  return frame.error ? new ApiProblem(frame.error) : new ConnectionLost();
}

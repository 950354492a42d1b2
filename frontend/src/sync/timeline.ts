import type { Message } from "../api/types";
import type { Timeline } from "./state";

/** Pure changes of one conversation's list of messages. */

/** Put messages in: the same id once, the newest version of it, in the order of `seq`; deleted ones leave. */
export function mergeMessages(known: Message[], incoming: Message[]): Message[] {
  if (incoming.length === 0) return known;
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of incoming) {
    const old = byId.get(message.id);
    // An event does not say what is only this person's: what is known of that stays.
    if (!old || message.version >= old.version) byId.set(message.id, { ...old, ...message });
  }
  return [...byId.values()].filter((message) => !message.deleted_at).sort((one, other) => one.seq - other.seq);
}

/** Take in the newest page. Where it does not touch what was known, the older part goes: better to load it again
 *  than to show a hole as if nothing had been said. */
export function withNewestPage(timeline: Timeline | undefined, page: Message[], more: boolean): Timeline {
  const known = timeline?.messages ?? [];
  const oldest = page.reduce((seq, message) => Math.min(seq, message.seq), Number.POSITIVE_INFINITY);
  const ids = new Set(page.map((message) => message.id));
  const before = known.filter((message) => message.seq < oldest);
  const touches = !more || known.some((message) => ids.has(message.id));
  const kept = touches ? known : known.filter((message) => !before.includes(message));
  const older = touches && before.length > 0 && timeline ? timeline.older : more ? "more" : "none";
  return { messages: mergeMessages(kept, page), status: "ready", older: older === "loading" ? "more" : older };
}

/** Take in a page of older messages. */
export function withOlderPage(timeline: Timeline, page: Message[], more: boolean): Timeline {
  return { ...timeline, messages: mergeMessages(timeline.messages, page), older: more ? "more" : "none" };
}

/** Replace one message in place where it is known. */
export function withMessage(timeline: Timeline, message: Message): Timeline {
  return { ...timeline, messages: mergeMessages(timeline.messages, [message]) };
}

/** Change one message where it is known. */
export function changeMessage(timeline: Timeline, id: string, change: (known: Message) => Message): Timeline {
  if (!timeline.messages.some((message) => message.id === id)) return timeline;
  return { ...timeline, messages: timeline.messages.map((message) => (message.id === id ? change(message) : message)) };
}

/** Take one message away. */
export function withoutMessage(timeline: Timeline, id: string): Timeline {
  return { ...timeline, messages: timeline.messages.filter((message) => message.id !== id) };
}

import type { Message, Mine, Poll, ThreadPlace } from "../api/types";
import type { Marked, Reacted } from "./events";
import { changeEverywhere as changeAt } from "./places";
import type { SyncState } from "./state";

/** What stands at a message beside its words: reactions, votes, acknowledgements, one's own marks, its thread. */

export const NOTHING: Mine = {
  reactions: [],
  saved: false,
  acknowledged: false,
  votes: [],
  thread: null,
  reminder_at: null,
};

const changeEverywhere = (state: SyncState, at: Marked, change: (known: Message) => Message) =>
  changeAt(state, { id: at.message, conversation: at.conversation }, change);

/** Change what is only this person's. */
export function marked(state: SyncState, at: Marked, change: (mine: Mine) => Partial<Mine>): SyncState {
  return changeEverywhere(state, at, (message) => {
    const mine = message.mine ?? NOTHING;
    return { ...message, mine: { ...mine, ...change(mine) } };
  });
}

export function reacted(state: SyncState, data: Reacted, added: boolean): SyncState {
  const next = changeEverywhere(state, data, (message) => ({ ...message, reactions: data.reactions }));
  if (data.user !== state.me.id) return next;
  return marked(next, data, (mine) => {
    const others = mine.reactions.filter((emoji) => emoji !== data.emoji);
    return { reactions: added ? [...others, data.emoji] : others };
  });
}

export function acknowledged(state: SyncState, data: Marked & { user: string; acknowledged_count: number }): SyncState {
  const { acknowledged_count } = data;
  const next = changeEverywhere(state, data, (message) => ({ ...message, acknowledged_count }));
  return data.user === state.me.id ? marked(next, data, () => ({ acknowledged: true })) : next;
}

export function pollUpdated(state: SyncState, data: Marked & { poll: Poll }): SyncState {
  return changeEverywhere(state, data, (message) => ({ ...message, poll: data.poll }));
}

export function threadChanged(state: SyncState, data: Marked & ThreadPlace & { seq: number }): SyncState {
  const { following, read_seq, unread_count, seq } = data;
  return marked(state, data, (mine) =>
    (mine.thread?.seq ?? 0) > seq ? {} : { thread: { following, read_seq, unread_count, seq } },
  );
}

/** An answer came: the message it answers to counts it, and who follows the thread has one more to read. */
export function answered(state: SyncState, answer: Message, root: string): SyncState {
  return changeEverywhere(state, { message: root, conversation: answer.conversation }, (message) => {
    const next = { ...message, thread_count: message.thread_count + 1, thread_last_at: answer.created_at };
    return answer.sender?.id === state.me.id ? next : withUnread(next, answer.seq, answer.seq, +1);
  });
}

/** An answer is gone. */
export function answerGone(
  state: SyncState,
  data: { conversation: string; seq: number; sender: string | null },
  thread: { message: string; count: number; last_at: string | null },
  at: number,
): SyncState {
  return changeEverywhere(state, { message: thread.message, conversation: data.conversation }, (message) => {
    const next = { ...message, thread_count: thread.count, thread_last_at: thread.last_at };
    if (thread.count === 0 && next.mine) return { ...next, mine: { ...next.mine, thread: null } };
    return data.sender === state.me.id ? next : withUnread(next, data.seq, at, -1);
  });
}

/** Count one answer more or less as unread, unless the count knows of the event `at` already. */
function withUnread(message: Message, seq: number, at: number, change: number): Message {
  const place = message.mine?.thread;
  if (!message.mine || !place || seq <= place.read_seq || at <= (place.seq ?? 0)) return message;
  const thread = { ...place, unread_count: place.unread_count + change };
  return { ...message, mine: { ...message.mine, thread } };
}

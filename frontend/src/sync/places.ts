import type { Message } from "../api/types";
import type { SyncState, Thread, Timeline } from "./state";
import { changeMessage, withMessage, withoutMessage } from "./timeline";

/** Every place that shows a message: its timeline, a stretch of the past, threads, and the list of conversations. */

interface Where {
  id: string;
  conversation: string;
}

export function withTimeline(state: SyncState, id: string, change: (timeline: Timeline) => Timeline): SyncState {
  const timeline = state.timelines[id];
  const window = state.windows[id];
  let next = timeline ? { ...state, timelines: { ...state.timelines, [id]: change(timeline) } } : state;
  if (window) next = { ...next, windows: { ...next.windows, [id]: { ...window, ...change(window) } } };
  return next;
}

function withThreads(state: SyncState, conversation: string, change: (thread: Thread) => Thread): SyncState {
  const open = Object.entries(state.threads).filter(([, thread]) => thread.conversation === conversation);
  if (open.length === 0) return state;
  const changed = Object.fromEntries(open.map(([root, thread]) => [root, change(thread)]));
  return { ...state, threads: { ...state.threads, ...changed } };
}

/** Change a message wherever it is shown. */
export function changeEverywhere(state: SyncState, where: Where, change: (known: Message) => Message): SyncState {
  const { id, conversation } = where;
  const shown = state.conversations[conversation];
  let next = state;
  if (shown?.last_message?.id === id) {
    const last_message = change(shown.last_message);
    next = { ...next, conversations: { ...next.conversations, [conversation]: { ...shown, last_message } } };
  }
  next = withTimeline(next, conversation, (timeline) => changeMessage(timeline, id, change));
  return withThreads(next, conversation, (thread) => ({
    ...thread,
    ...changeMessage(thread, id, change),
    root: thread.root?.id === id ? change(thread.root) : thread.root,
  }));
}

/** Put a newer version of a message in the place of the one that is known; where it is not, nothing appears. */
export function replaceEverywhere(state: SyncState, message: Message): SyncState {
  if (message.deleted_at) return removeEverywhere(state, message);
  return changeEverywhere(state, message, (known) =>
    message.version >= known.version ? { ...known, ...message } : known,
  );
}

/** Take a message away from every list of messages; who shows it as the last one says what stands there now. */
export function removeEverywhere(state: SyncState, where: Where): SyncState {
  const next = withTimeline(state, where.conversation, (timeline) => withoutMessage(timeline, where.id));
  return withThreads(next, where.conversation, (thread) => ({ ...thread, ...withoutMessage(thread, where.id) }));
}

/** Put a message where it belongs: into the timeline of its conversation, or into its thread. */
export function placeMessage(state: SyncState, message: Message): SyncState {
  if (message.thread) {
    const thread = state.threads[message.thread];
    if (!thread) return state;
    return {
      ...state,
      threads: { ...state.threads, [message.thread]: { ...thread, ...withMessage(thread, message) } },
    };
  }
  const timeline = state.timelines[message.conversation];
  if (!timeline) return state;
  return { ...state, timelines: { ...state.timelines, [message.conversation]: withMessage(timeline, message) } };
}

/** Find a message among those that are loaded. */
export function findMessage(state: SyncState, conversation: string, id: string): Message | null {
  const lists = [state.timelines[conversation], state.windows[conversation]];
  for (const list of lists) {
    const found = list?.messages.find((message) => message.id === id);
    if (found) return found;
  }
  for (const [root, thread] of Object.entries(state.threads)) {
    if (root === id && thread.root) return thread.root;
    const found = thread.messages.find((message) => message.id === id);
    if (found) return found;
  }
  return null;
}

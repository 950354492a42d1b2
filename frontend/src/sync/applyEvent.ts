import type { CardTask, Conversation, Message, Place, ReadState, Role, User } from "../api/types";
import type { Deleted, LiveEvent } from "./events";
import { withFace } from "./faces";
import { acknowledged, answered, answerGone, marked, pollUpdated, reacted, threadChanged } from "./marks";
import { placeMessage, removeEverywhere, replaceEverywhere, withTimeline } from "./places";
import { applyServerEvent, holdsRoleCalled } from "./servers";
import { type SyncState, topicOf } from "./state";

/** The one reducer: state + event → state. Pure; an event that was already seen changes nothing. */

const TYPING_MS = 6_000;

export function applyEvent(state: SyncState, event: LiveEvent, now: number): SyncState {
  if (event.seq === undefined) return applyPassing(state, event, now);
  const seen = state.seqs[event.topic];
  if (seen !== undefined && event.seq <= seen) return state;
  let next: SyncState = { ...state, seqs: { ...state.seqs, [event.topic]: event.seq } };
  if (seen !== undefined && event.seq > seen + 1 && event.topic.startsWith("conversation:")) {
    next = markStale(next, event.topic.slice("conversation:".length));
  }
  if (seen !== undefined && event.seq > seen + 1 && event.topic.startsWith("server:")) {
    next = { ...next, serversStale: true };
  }
  return applyDurable(next, event);
}

function applyPassing(state: SyncState, event: LiveEvent, now: number): SyncState {
  if (event.type === "typing") {
    const { user, conversation } = event.data;
    if (user.id === state.me.id) return state;
    const others = (state.typing[conversation] ?? []).filter((typist) => typist.user.id !== user.id);
    return {
      ...state,
      typing: { ...state.typing, [conversation]: [...others, { user, until: now + TYPING_MS }] },
    };
  }
  if (event.type === "command.progress") return applyProgress(state, event.data);
  // Told in every conversation that is shared: from the second time on nothing is left to change.
  if (event.type === "profile.updated") return withFace(state, event.data);
  return state;
}

function applyDurable(state: SyncState, event: LiveEvent): SyncState {
  switch (event.type) {
    case "message.created":
      return messageCreated(state, event.data);
    case "message.updated":
    case "message.pinned":
    case "message.unpinned":
      return replaceEverywhere(state, event.data);
    case "message.deleted":
      return messageDeleted(state, event.data, event.seq);
    case "message.hidden":
      return messageHidden(state, event.data);
    case "reaction.added":
    case "reaction.removed":
      return reacted(state, event.data, event.type === "reaction.added");
    case "message.saved":
    case "message.unsaved":
      return marked(state, event.data, () => ({ saved: event.type === "message.saved" }));
    case "message.acknowledged":
      return acknowledged(state, event.data);
    case "poll.updated":
      return pollUpdated(state, event.data);
    case "poll.voted":
      return marked(state, event.data, () => ({ votes: event.data.options }));
    case "reminder.set":
    case "reminder.due": {
      const { message, at } = event.data;
      const next = marked(state, { message: message.id, conversation: message.conversation }, () => ({
        reminder_at: at,
      }));
      if (event.type === "reminder.set") return next;
      return { ...next, news: [...next.news, { id: `reminder-${message.id}-${at}`, kind: "reminder", message }] };
    }
    case "draft.updated":
      return { ...state, drafts: { ...state.drafts, [event.data.conversation]: event.data } };
    case "draft.removed": {
      const { [event.data.conversation]: _gone, ...drafts } = state.drafts;
      return { ...state, drafts };
    }
    case "reminder.removed":
      return marked(state, event.data, () => ({ reminder_at: null }));
    case "thread.changed":
      return threadChanged(state, event.data);
    case "user.updated":
      return withFace({ ...state, me: { ...state.me, ...event.data } }, event.data);
    case "conversation.added":
      return putConversation(state, event.data);
    case "conversation.updated":
      return changeConversation(state, event.data.id, (known) => ({ ...known, ...event.data }));
    case "conversation.read":
    case "conversation.counted":
      return changeConversation(state, event.data.conversation, (known) => counted(known, event.data));
    case "conversation.arranged": {
      const { conversation, ...arranged } = event.data;
      return changeConversation(state, conversation, (known) => ({ ...known, ...arranged }));
    }
    case "receipt.updated":
      return changeConversation(state, event.data.conversation, (known) => withPlace(known, event.data));
    case "messages.purged":
      return messagesPurged(state, event.data.conversation, event.data.upto_seq);
    case "conversation.removed":
      return removeConversation(state, event.data.conversation);
    case "member.added":
      return changeConversation(state, event.data.conversation, (known) => {
        const { user, role } = event.data;
        if (known.participants.some((participant) => participant.user.id === user.id)) return known;
        return {
          ...known,
          participants: [...known.participants, { user, role, joined_at: new Date(0).toISOString() }],
          participant_count: event.data.participant_count ?? known.participant_count + 1,
        };
      });
    case "member.updated":
      return changeConversation(state, event.data.conversation, (known) => roleChanged(known, event.data, state.me.id));
    case "group.updated": {
      const { conversation, name, description, avatar_url, slow_mode_seconds, version } = event.data;
      const settings = { name, description, avatar_url, slow_mode_seconds, version };
      return changeConversation(state, conversation, (known) => ({ ...known, ...settings }));
    }
    case "member.removed":
      if (event.data.user.id === state.me.id) return removeConversation(state, event.data.conversation);
      return changeConversation(state, event.data.conversation, (known) => ({
        ...known,
        participants: known.participants.filter((participant) => participant.user.id !== event.data.user.id),
        participant_count: event.data.participant_count ?? Math.max(1, known.participant_count - 1),
      }));
    case "command.created":
    case "command.updated":
    case "command.finished": {
      const known = state.commands[event.data.id];
      if (known && known.version > event.data.version) return state;
      return { ...state, commands: { ...state.commands, [event.data.id]: event.data } };
    }
    case "server.added":
    case "server.updated":
    case "server.removed":
    case "server.deleted":
    case "server_member.added":
    case "server_member.updated":
    case "server_member.removed":
    case "role.created":
    case "role.updated":
    case "role.deleted":
    case "emoji.added":
    case "emoji.removed":
    case "categories.changed":
    case "channel.updated":
    case "channel.deleted":
    case "channel.access_changed":
    case "channel.rights_changed":
      return applyServerEvent(state, event);
    default:
      return state;
  }
}

function messageCreated(state: SyncState, message: Message): SyncState {
  if (message.thread) return answered(putMessage(state, message), message, message.thread);
  const mine = message.sender?.id === state.me.id;
  const conversation = state.conversations[message.conversation];
  if (!conversation) return markStale(state, message.conversation);
  const newest = !conversation.last_message || conversation.last_message.seq <= message.seq;
  const gone = message.deleted_at !== null; // before this device heard of it: counted until `message.deleted` comes
  let next: SyncState = {
    ...state,
    conversations: {
      ...state.conversations,
      [conversation.id]: {
        ...conversation,
        last_message: newest && !gone ? message : conversation.last_message,
        last_activity_at: newest ? message.created_at : conversation.last_activity_at,
        seq: Math.max(conversation.seq, message.seq),
        ...unreadAfter(state, conversation, message, mine),
      },
    },
  };
  if (gone) return next;
  next = putMessage(next, message);
  const typists = next.typing[message.conversation];
  if (typists?.some((typist) => typist.user.id === message.sender?.id)) {
    const rest = typists.filter((typist) => typist.user.id !== message.sender?.id);
    next = { ...next, typing: { ...next.typing, [message.conversation]: rest } };
  }
  return next;
}

/** As the server counts: what others wrote (and not what they did) after `read_seq`; writing something oneself reads everything before it. */
function unreadAfter(
  state: SyncState,
  conversation: Conversation,
  message: Message,
  mine: boolean,
): Partial<Conversation> {
  if (message.type === "system" || message.seq <= conversation.read_seq) return {};
  if (mine) return { read_seq: message.seq, unread_count: 0, mention_count: 0, archived: false };
  if (message.seq <= (conversation.counted_seq ?? 0)) return {};
  return {
    unread_count: conversation.unread_count + 1,
    mention_count: conversation.mention_count + (calls(message, state, conversation) ? 1 : 0),
  };
}

/** Does a message call this person? */
function calls(message: Message, state: SyncState, conversation: Conversation): boolean {
  return message.mentions.some(({ type, id }) => {
    if (type === "all") return true;
    if (type === "user") return id === state.me.id;
    return conversation.channel ? holdsRoleCalled(state, conversation, id) : id === conversation.my_role;
  });
}

/** Take the server's counts, unless something newer is known already. */
function counted(known: Conversation, data: ReadState): Conversation {
  // What waits in threads is told in order, and has nothing to do with how far the conversation is read.
  const { thread_mention_count = known.thread_mention_count } = data;
  if (data.read_seq < known.read_seq || data.seq < (known.counted_seq ?? 0)) return { ...known, thread_mention_count };
  const { read_seq, unread_count, mention_count } = data;
  return { ...known, read_seq, unread_count, mention_count, thread_mention_count, counted_seq: data.seq };
}

function messageDeleted(state: SyncState, data: Deleted, seq: number): SyncState {
  if (data.thread) return removeEverywhere(answerGone(state, data, data.thread, seq), data);
  const conversation = state.conversations[data.conversation];
  if (!conversation) return state;
  const waited =
    data.seq > conversation.read_seq && data.sender !== state.me.id && seq > (conversation.counted_seq ?? 0);
  return removeEverywhere(
    {
      ...state,
      conversations: {
        ...state.conversations,
        [conversation.id]: {
          ...conversation,
          // Where the deleted message called somebody, `conversation.counted` follows.
          unread_count: conversation.unread_count - (waited ? 1 : 0),
          last_message: conversation.last_message?.id === data.id ? data.last_message : conversation.last_message,
        },
      },
    },
    data,
  );
}

function messageHidden(state: SyncState, data: ReadState & { id: string; last_message: Message | null }): SyncState {
  const next = changeConversation(state, data.conversation, (known) => ({
    ...counted(known, data),
    last_message: data.last_message,
  }));
  return removeEverywhere(next, data);
}

function roleChanged(known: Conversation, { user, role }: { user: User; role: Role }, me: string): Conversation {
  return {
    ...known,
    my_role: user.id === me ? role : known.my_role,
    participants: known.participants.map((one) => (one.user.id === user.id ? { ...one, role } : one)),
  };
}

/** A place never moves back. */
function withPlace(conversation: Conversation, place: Place): Conversation {
  const participants = conversation.participants.map((known) =>
    known.user.id === place.user
      ? {
          ...known,
          delivered_seq: Math.max(known.delivered_seq ?? 0, place.delivered_seq),
          read_seq: Math.max(known.read_seq ?? 0, place.read_seq),
        }
      : known,
  );
  return { ...conversation, participants };
}

/** What is no longer kept goes from this device as well. */
function messagesPurged(state: SyncState, id: string, upTo: number): SyncState {
  const next = withTimeline(state, id, (timeline) => ({
    ...timeline,
    messages: timeline.messages.filter((message) => message.seq > upTo),
  }));
  return changeConversation(next, id, (known) =>
    known.last_message && known.last_message.seq <= upTo ? { ...known, last_message: null, unread_count: 0 } : known,
  );
}

/** Put a message into its loaded timeline or thread, and take the pending row of the same `client_id` away. */
export function putMessage(state: SyncState, message: Message): SyncState {
  return withoutPending(placeMessage(state, message), message);
}

function withoutPending(state: SyncState, message: Message): SyncState {
  if (!message.client_id || !state.outbox.some((pending) => pending.client_id === message.client_id)) return state;
  return { ...state, outbox: state.outbox.filter((pending) => pending.client_id !== message.client_id) };
}

/** Put a conversation as the server shows it now; an older picture of it does not undo newer events. */
export function putConversation(state: SyncState, conversation: Conversation): SyncState {
  const known = state.conversations[conversation.id];
  if (known && known.seq > conversation.seq) return state;
  const topic = topicOf(conversation.id);
  return {
    ...state,
    conversations: { ...state.conversations, [conversation.id]: conversation },
    seqs: { ...state.seqs, [topic]: Math.max(state.seqs[topic] ?? 0, conversation.seq) },
  };
}

function changeConversation(state: SyncState, id: string, change: (known: Conversation) => Conversation): SyncState {
  const known = state.conversations[id];
  if (!known) return markStale(state, id);
  return { ...state, conversations: { ...state.conversations, [id]: change(known) } };
}

function removeConversation(state: SyncState, id: string): SyncState {
  const { [id]: _conversation, ...conversations } = state.conversations;
  const { [id]: _timeline, ...timelines } = state.timelines;
  const { [topicOf(id)]: _seq, ...seqs } = state.seqs;
  const { [id]: _window, ...windows } = state.windows;
  const threads = Object.fromEntries(Object.entries(state.threads).filter(([, thread]) => thread.conversation !== id));
  return {
    ...state,
    conversations,
    timelines,
    windows,
    threads,
    seqs,
    outbox: state.outbox.filter((pending) => pending.conversation !== id),
    changes: state.changes.filter((change) => change.conversation !== id),
    stale: state.stale.filter((stale) => stale !== id),
  };
}

export function markStale(state: SyncState, id: string): SyncState {
  return state.stale.includes(id) ? state : { ...state, stale: [...state.stale, id] };
}

function applyProgress(
  state: SyncState,
  data: { command: string; task: string; progress: number | null; detail: string | null },
): SyncState {
  const changed = (tasks: CardTask[]) =>
    tasks.map((task) =>
      task.id === data.task ? { ...task, progress: data.progress, detail: data.detail ?? task.detail } : task,
    );
  let next = state;
  const command = state.commands[data.command];
  if (command) {
    next = { ...next, commands: { ...next.commands, [command.id]: { ...command, tasks: changed(command.tasks) } } };
  }
  for (const [id, timeline] of Object.entries(state.timelines)) {
    const at = timeline.messages.findLastIndex((message) => message.card?.command === data.command);
    const message = timeline.messages[at];
    if (!message?.card) continue;
    const messages = timeline.messages.with(at, {
      ...message,
      card: { ...message.card, tasks: changed(message.card.tasks) },
    });
    next = { ...next, timelines: { ...next.timelines, [id]: { ...timeline, messages } } };
  }
  return next;
}

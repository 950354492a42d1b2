import { describe, expect, it } from "vitest";
import type { Server } from "../api/serverTypes";
import type { Conversation, Me, Message, Page } from "../api/types";
import { applyEvent } from "./applyEvent";
import type { LiveEvent } from "./events";
import { fresh } from "./live";
import { NOTHING } from "./marks";
import { freshServers } from "./servers";
import { initialState, type SyncState, serverTopic, topicOf } from "./state";
import { withNewestPage } from "./timeline";

/** What the server's tests recorded: a snapshot, the events after it, and the snapshot they must lead to. */

interface Snapshot {
  me: Me;
  conversations: Conversation[];
  servers?: Server[];
  messages: Record<string, Page<Message>>;
}

interface Triple {
  before: Snapshot;
  events: LiveEvent[];
  after: Snapshot;
}

const triples = import.meta.glob<Triple>("../../../tests/contract/sync/*.json", { eager: true, import: "default" });

function load(snapshot: Snapshot): SyncState {
  const state = freshServers(fresh(initialState(snapshot.me), snapshot.conversations), snapshot.servers ?? []);
  const timelines = Object.fromEntries(
    Object.entries(snapshot.messages).map(([id, page]) => [
      id,
      withNewestPage(undefined, page.results, page.next !== null),
    ]),
  );
  return { ...state, timelines };
}

/** What must agree. A conversation that came with an event has no timeline yet: it is loaded when it is opened. */
function comparable(state: SyncState, like: SyncState) {
  return {
    stale: state.stale,
    serversStale: state.serversStale,
    servers: Object.fromEntries(
      Object.entries(state.servers).map(([id, server]) => [id, { ...server, seq: state.seqs[serverTopic(id)] }]),
    ),
    conversations: Object.fromEntries(
      Object.entries(state.conversations).map(([id, conversation]) => [
        id,
        {
          ...conversation,
          seq: state.seqs[topicOf(id)],
          counted_seq: undefined,
          version: undefined,
          participants: conversation.participants.map(({ user, role }) => ({ user, role })),
          last_message: conversation.last_message && bare(conversation.last_message),
        },
      ]),
    ),
    timelines: Object.fromEntries(
      Object.entries(state.timelines)
        .filter(([id]) => like.timelines[id])
        .map(([id, timeline]) => [id, timeline.messages.map(shown)]),
    ),
  };
}

/** As everybody reads it. */
const bare = ({ mine: _mine, quote: _quote, ...message }: Message) => message;
/** As this person reads it; the quote is fetched where it is shown. */
const shown = (message: Message) => {
  const mine = message.mine ?? NOTHING;
  return { ...bare(message), mine: { ...mine, thread: mine.thread && { ...mine.thread, seq: undefined } } };
};

const named = Object.entries(triples).map(([path, triple]) => [path.split("/").pop() ?? path, triple] as const);

// `pytest tests/sync` records them and runs this; by itself the web app has none.
describe.skipIf(named.length === 0)("snapshot before + events = fresh snapshot", () => {
  it.each(named)("%s", (_name, { before, events, after }) => {
    const state = events.reduce((next, event) => applyEvent(next, event, 0), load(before));
    const wanted = load(after);
    expect(comparable(state, wanted)).toEqual(comparable(wanted, state));
  });

  it.each(named)("%s, heard twice", (_name, { before, events }) => {
    const once = events.reduce((next, event) => applyEvent(next, event, 0), load(before));
    expect(events.reduce((next, event) => applyEvent(next, event, 0), once)).toEqual(once);
  });
});

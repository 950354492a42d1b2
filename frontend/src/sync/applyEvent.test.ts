import { describe, expect, it } from "vitest";
import { ayse, bora, card, cem, command, conversation, loadedState, message, task } from "../testing/factories";
import { applyEvent } from "./applyEvent";
import type { LiveEvent } from "./events";
import type { SyncState } from "./state";

const ROOM = "conversation:room";
const NOW = 1_000_000;
const apply = (state: SyncState, ...events: LiveEvent[]) =>
  events.reduce((next, event) => applyEvent(next, event, NOW), state);
const created = (seq: number, changes = {}): LiveEvent => ({
  type: "message.created",
  topic: ROOM,
  seq,
  data: message(seq, changes),
});
const texts = (state: SyncState) => state.timelines.room?.messages.map(({ id }) => id);

describe("message.created", () => {
  it("appends, counts as unread, moves the conversation up", () => {
    const state = apply(loadedState(), created(3));
    expect(texts(state)).toEqual(["m1", "m2", "m3"]);
    expect(state.conversations.room).toMatchObject({
      unread_count: 1,
      seq: 3,
      last_message: { id: "m3" },
      last_activity_at: message(3).created_at,
    });
    expect(state.seqs[ROOM]).toBe(3);
  });

  it("changes nothing the second time", () => {
    const once = apply(loadedState(), created(3));
    expect(apply(once, created(3))).toBe(once);
    expect(apply(once, created(2))).toBe(once);
  });

  it("of one's own reads everything before it, as on the server", () => {
    const state = apply(loadedState(), created(3), created(4, { sender: ayse }));
    expect(state.conversations.room).toMatchObject({ unread_count: 0, read_seq: 4 });
  });

  it("of what somebody did is neither unread nor reads anything, and leaves the archive as it is", () => {
    const system = { what: "members_added", people: [], count: 1, value: null };
    const before = apply(loadedState(), created(3));
    const room = conversation({ ...before.conversations.room, archived: true });
    const state = apply(
      { ...before, conversations: { room } },
      created(4, { type: "system", system }),
      created(5, { type: "system", system, sender: ayse }),
    );
    expect(state.conversations.room).toMatchObject({ unread_count: 1, archived: true, last_message: { id: "m5" } });
  });

  it("in threads, calls as the server counts, however far the conversation is read", () => {
    const told = (seq: number, thread_mention_count?: number): LiveEvent => ({
      type: "conversation.counted",
      topic: "user:ayse",
      seq,
      data: { conversation: "room", read_seq: 0, unread_count: 0, mention_count: 0, seq: 2, thread_mention_count },
    });
    const state = apply(loadedState(), created(3, { sender: ayse }), told(1, 2));
    expect(state.conversations.room).toMatchObject({ read_seq: 3, thread_mention_count: 2 });
    expect(apply(state, told(2)).conversations.room?.thread_mention_count).toBe(2);
    expect(apply(state, told(2, 0)).conversations.room?.thread_mention_count).toBe(0);
  });

  it("replaces the pending row of the same client_id", () => {
    const pending = {
      client_id: "c-1",
      conversation: "room",
      kind: "message" as const,
      text: "text 3",
      created_at: "",
      state: "sending" as const,
      failure: null,
    };
    const state = apply(loadedState({ outbox: [pending] }), created(3, { sender: ayse, client_id: "c-1" }));
    expect(state.outbox).toEqual([]);
    expect(texts(state)).toEqual(["m1", "m2", "m3"]);
  });

  it("ends the writer's typing", () => {
    const typing = { room: [{ user: bora, until: NOW + 10 }] };
    expect(apply(loadedState({ typing }), created(3)).typing.room).toEqual([]);
  });

  it("asks for the conversation where something in between is missing", () => {
    expect(apply(loadedState(), created(5)).stale).toEqual(["room"]);
    expect(apply(loadedState(), created(3), created(4)).stale).toEqual([]);
  });

  it("asks for a conversation that is not known", () => {
    const event: LiveEvent = {
      type: "message.created",
      topic: "conversation:x",
      seq: 9,
      data: message(9, { conversation: "x" }),
    };
    expect(apply(loadedState(), event).stale).toEqual(["x"]);
  });

  it("keeps the order of seq when messages were merged out of order", () => {
    const state = loadedState();
    state.timelines.room = { status: "ready", older: "none", messages: [message(1), message(4)] };
    expect(texts(apply(state, created(3)))).toEqual(["m1", "m3", "m4"]);
  });
});

describe("message.updated", () => {
  const updated = (seq: number, changes = {}): LiveEvent => ({
    type: "message.updated",
    topic: ROOM,
    seq,
    data: message(2, { text: "changed", version: 2, ...changes }),
  });

  it("replaces the message in the timeline and in the list", () => {
    const state = apply(loadedState(), updated(3));
    expect(state.timelines.room?.messages[1]?.text).toBe("changed");
    expect(state.conversations.room?.last_message?.text).toBe("changed");
    expect(state.conversations.room?.unread_count).toBe(0);
  });

  it("does not go back to an older version", () => {
    const state = apply(loadedState(), updated(3, { version: 5, text: "newest" }), updated(4));
    expect(state.timelines.room?.messages[1]?.text).toBe("newest");
  });

  it("takes a deleted message away", () => {
    expect(texts(apply(loadedState(), updated(3, { deleted_at: "2026-11-21T09:00:00.000Z" })))).toEqual(["m1"]);
  });
});

describe("conversations", () => {
  it("conversation.added puts it in; an older picture does not undo newer events", () => {
    const added: LiveEvent = {
      type: "conversation.added",
      topic: "user:ayse",
      seq: 1,
      data: conversation({ id: "new", seq: 4 }),
    };
    const state = apply(loadedState(), added);
    expect(state.conversations.new).toBeDefined();
    expect(state.seqs["conversation:new"]).toBe(4);
    const stale: LiveEvent = { type: "conversation.added", topic: "user:ayse", seq: 1, data: conversation({ seq: 1 }) };
    expect(apply(loadedState(), stale).conversations.room?.seq).toBe(2);
  });

  it("conversation.updated changes what it names", () => {
    const state = apply(loadedState(), {
      type: "conversation.updated",
      topic: ROOM,
      seq: 3,
      data: { id: "room", name: "Launch", version: 2 },
    });
    expect(state.conversations.room).toMatchObject({ name: "Launch", version: 2, participant_count: 2 });
  });

  it("conversation.read follows another device and never moves back", () => {
    const read = (seq: number, read_seq: number, unread_count: number): LiveEvent => ({
      type: "conversation.read",
      topic: "user:ayse",
      seq,
      data: { conversation: "room", read_seq, unread_count, mention_count: 0, seq: 4 },
    });
    const unread = apply(loadedState(), created(3), created(4));
    expect(apply(unread, read(1, 4, 0)).conversations.room).toMatchObject({ read_seq: 4, unread_count: 0 });
    expect(apply(unread, read(1, 1, 9)).conversations.room).toMatchObject({ read_seq: 2, unread_count: 2 });
  });

  it("conversation.removed and one's own member.removed take it away", () => {
    const removed: LiveEvent = {
      type: "conversation.removed",
      topic: "user:ayse",
      seq: 1,
      data: { conversation: "room" },
    };
    const left: LiveEvent = {
      type: "member.removed",
      topic: ROOM,
      seq: 3,
      data: { conversation: "room", user: ayse, role: "member" },
    };
    for (const event of [removed, left]) {
      const state = apply(loadedState(), event);
      expect(state.conversations).toEqual({});
      expect(state.timelines).toEqual({});
      expect(state.seqs[ROOM]).toBeUndefined();
    }
  });

  it("member.added and member.removed change who is there, once", () => {
    const added = (seq: number): LiveEvent => ({
      type: "member.added",
      topic: ROOM,
      seq,
      data: { conversation: "room", user: cem, role: "member" },
    });
    const with3 = apply(loadedState(), added(3), added(4));
    expect(with3.conversations.room).toMatchObject({ participant_count: 3 });
    expect(with3.conversations.room?.participants).toHaveLength(3);
    const with2 = apply(with3, {
      type: "member.removed",
      topic: ROOM,
      seq: 5,
      data: { conversation: "room", user: cem, role: "member" },
    });
    expect(with2.conversations.room?.participants.map(({ user }) => user.id)).toEqual(["ayse", "bora"]);
    expect(with2.conversations.room?.participant_count).toBe(2);
  });
});

describe("commands", () => {
  it.each(["command.created", "command.updated", "command.finished"] as const)(
    "%s keeps the newest version",
    (type) => {
      const event = (seq: number, version: number, title: string): LiveEvent => ({
        type,
        topic: "command:k1",
        seq,
        data: command({ version, title }),
      });
      const state = apply(loadedState(), event(1, 3, "new"), event(2, 2, "old"));
      expect(state.commands.k1?.title).toBe("new");
    },
  );

  it("command.progress moves one task of the card, without a seq", () => {
    const state = loadedState({ commands: { k1: command({ tasks: [task("fetch"), task("count")] }) } });
    state.timelines.room = {
      status: "ready",
      older: "none",
      messages: [message(1, { type: "command", card: card() })],
    };
    const next = apply(state, {
      type: "command.progress",
      topic: ROOM,
      data: { command: "k1", task: "count", progress: 0.5, detail: "half" },
    });
    expect(next.timelines.room?.messages[0]?.card?.tasks[1]).toMatchObject({ progress: 0.5, detail: "half" });
    expect(next.commands.k1?.tasks.map(({ progress }) => progress)).toEqual([null, 0.5]);
    expect(next.seqs).toEqual(state.seqs);
  });
});

describe("typing", () => {
  const typing = (user = bora): LiveEvent => ({ type: "typing", topic: ROOM, data: { user, conversation: "room" } });

  it("shows each person once, and not oneself", () => {
    const state = apply(loadedState(), typing(), typing(), typing(cem), typing(ayse));
    expect(state.typing.room?.map(({ user }) => user.id)).toEqual(["bora", "cem"]);
    expect(state.typing.room?.[0]?.until).toBeGreaterThan(NOW);
  });
});

it("ignores an event type of a newer server", () => {
  const state = loadedState();
  const event = { type: "message.sparkled", topic: ROOM, seq: 3, data: {} } as unknown as LiveEvent;
  const next = apply(state, event);
  expect(next.timelines).toBe(state.timelines);
  expect(next.seqs[ROOM]).toBe(3);
});

describe("what one keeps for later", () => {
  it("a reminder that is due is told, wherever one is", () => {
    const due = { message: message(1), at: "2026-11-21T09:00:00.000Z", fired_at: "2026-11-21T09:00:00.000Z" };
    const event = { type: "reminder.due", topic: "user:ayse", seq: 1, data: due } as const;
    const state = apply(loadedState(), event);
    expect(state.news).toMatchObject([{ kind: "reminder", message: { id: "m1" } }]);
    expect(apply(state, event).news).toHaveLength(1);
  });

  it("drafts of other devices come and go", () => {
    const data = { conversation: "room", text: "half", reply_to: null, updated_at: "", version: 1 };
    const state = apply(loadedState(), { type: "draft.updated", topic: "user:ayse", seq: 1, data });
    expect(state.drafts.room?.text).toBe("half");
    const removed = { type: "draft.removed", topic: "user:ayse", seq: 2, data: { conversation: "room" } } as const;
    expect(apply(state, removed).drafts).toEqual({});
  });
});

import { afterEach, describe, expect, it, vi } from "vitest";
import { ayse, bora, conversation, loadedState, message, server, serverMember } from "../testing/factories";
import { applyEvent } from "./applyEvent";
import { fresh, Live } from "./live";

it("a fresh picture keeps the open timeline and has it mended", () => {
  const state = fresh(loadedState({ open: "room" }), [conversation({ seq: 7 }), conversation({ id: "other", seq: 3 })]);
  expect(state.stale).toEqual(["room"]);
  expect(Object.keys(state.timelines)).toEqual(["room"]);
  expect(state.seqs).toEqual({ "conversation:room": 7, "conversation:other": 3 });
});

it("snapshot before + events = snapshot after", () => {
  const before = fresh(loadedState({ timelines: {}, open: null }), [conversation({ seq: 1, read_seq: 1 })]);
  const said = message(2);
  const after = conversation({
    seq: 2,
    read_seq: 1,
    unread_count: 1,
    last_message: said,
    last_activity_at: said.created_at,
  });
  const event = { type: "message.created" as const, topic: "conversation:room", seq: 2, data: said };
  const applied = applyEvent(before, event, 0);
  expect(applied.conversations).toEqual(fresh(before, [after]).conversations);
  // The same event held back during the snapshot counts once.
  expect(applyEvent(fresh(before, [after]), event, 0).conversations.room?.unread_count).toBe(1);
});

describe("the messages of a channel", () => {
  const channel = { server: "place", type: "text" as const, category: null, position: 0, my_permissions: [] };
  const page = (results: unknown[]) => new Response(JSON.stringify({ results, next: null, previous: null }));

  function begin(members: Promise<Response>) {
    vi.useFakeTimers();
    vi.stubGlobal("fetch", (path: string) =>
      path.includes("/members") ? members : Promise.resolve(page([message(1, { sender: bora })])),
    );
    const live = new Live(ayse, "ws://nowhere", () => undefined);
    const room = conversation({ kind: "channel", channel });
    live.store.setState(loadedState({ servers: { place: server() }, conversations: { room }, timelines: {} }));
    void live.loadMessages("room");
    return () => {
      const { timelines, nicknames } = live.store.getState();
      return [timelines.room?.status, nicknames.place?.bora];
    };
  }
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("are shown together with what people are called there", async () => {
    let answer: (response: Response) => void = () => undefined;
    const state = begin(new Promise((resolve) => (answer = resolve)));
    await vi.advanceTimersByTimeAsync(100);
    expect(state()).toEqual(["loading", undefined]);
    answer(page([serverMember(bora, { nickname: "Bobo" })]));
    await vi.advanceTimersByTimeAsync(1);
    expect(state()).toEqual(["ready", "Bobo"]);
  });

  it("are not held back for long, nor by a failure", async () => {
    const slow = begin(new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(1_100);
    expect(slow()).toEqual(["ready", undefined]);
    const broken = begin(Promise.reject(new TypeError("away")));
    await vi.advanceTimersByTimeAsync(1);
    expect(broken()[0]).toBe("ready");
  });
});

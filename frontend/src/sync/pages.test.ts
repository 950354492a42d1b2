import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "../api/types";
import { ayse, bora, conversation, loadedState, message } from "../testing/factories";
import { applyEvent } from "./applyEvent";
import type { LiveEvent } from "./events";
import { Pages } from "./pages";
import type { SyncState } from "./state";
import { createSyncStore } from "./store";

const fetching = vi.fn<typeof fetch>();
vi.stubGlobal("fetch", fetching);

/** A server that holds the messages 1 to 200 of one conversation. */
const all = Array.from({ length: 200 }, (_, at) => message(at + 1));
function serve(results: Message[], next: boolean, previous: boolean) {
  const body = { results, next: next ? "/next" : null, previous: previous ? "/previous" : null };
  return new Response(JSON.stringify(body), { status: 200 });
}

function setUp() {
  const newest = all.slice(-50);
  const store = createSyncStore(ayse);
  store.setState(
    loadedState({
      conversations: { room: conversation({ seq: 200, last_message: newest.at(-1) ?? null }) },
      timelines: { room: { messages: newest, status: "ready", older: "more" } },
      seqs: { "conversation:room": 200 },
    }),
  );
  return { store, pages: new Pages(store) };
}
const seqs = (messages: Message[] | undefined) => [messages?.[0]?.seq, messages?.at(-1)?.seq, messages?.length];

beforeEach(() => fetching.mockReset());

describe("a stretch of the past", () => {
  it("is shown around a message that is not loaded, and joins the newest once they meet", async () => {
    const { store, pages } = setUp();
    fetching.mockImplementation(async (url) => {
      const query = new URL(String(url), "http://x").searchParams;
      if (query.has("around")) return serve(all.slice(76, 126), true, true);
      const after = Number(query.get("after")?.slice(1));
      return serve(all.slice(after, after + 50), true, after + 50 < 200);
    });
    await pages.around("room", "m100");
    expect(seqs(store.getState().windows.room?.messages)).toEqual([77, 126, 50]);
    expect(seqs(store.getState().timelines.room?.messages)).toEqual([151, 200, 50]);
    await pages.newerInWindow("room");
    expect(store.getState().windows.room).toBeUndefined();
    expect(seqs(store.getState().timelines.room?.messages)).toEqual([77, 200, 124]);
  });

  it("is not fetched where the message is here already, and refuses one that is not to be seen", async () => {
    const { store, pages } = setUp();
    await pages.around("room", "m180");
    expect(fetching).not.toHaveBeenCalled();
    fetching.mockImplementation(async () => new Response("{}", { status: 404 }));
    await expect(pages.around("room", "gone")).rejects.toThrow();
    expect(store.getState().windows).toEqual({});
  });

  it("hears of edits and deletions like the newest messages", async () => {
    const { store, pages } = setUp();
    fetching.mockImplementation(async () => serve(all.slice(76, 126), true, true));
    await pages.around("room", "m100");
    const apply = (event: unknown) => store.setState((state) => applyEvent(state, event as LiveEvent, 0));
    const edited = { ...message(100), text: "changed", version: 2 };
    apply({ type: "message.updated", topic: "conversation:room", seq: 201, data: edited });
    apply({
      type: "message.deleted",
      topic: "conversation:room",
      seq: 202,
      data: { id: "m101", conversation: "room", seq: 101, sender: "bora", last_message: null, thread: null },
    });
    const shown = store.getState().windows.room?.messages ?? [];
    expect(shown.find(({ id }) => id === "m100")?.text).toBe("changed");
    expect(shown.some(({ id }) => id === "m101")).toBe(false);
  });
});

describe("a thread", () => {
  const root = message(1, {
    thread_count: 1,
    mine: {
      reactions: [],
      saved: false,
      acknowledged: false,
      votes: [],
      thread: { following: true, read_seq: 0, unread_count: 1 },
      reminder_at: null,
    },
  });

  it("takes answers in as they come, beside the conversation", async () => {
    const store = createSyncStore(ayse);
    store.setState(loadedState());
    const pages = new Pages(store);
    fetching.mockImplementation(async (url) =>
      String(url).includes("/thread")
        ? serve([message(3, { thread: "m1" })], false, false)
        : new Response(JSON.stringify(root)),
    );
    await pages.loadThread("room", "m1");
    const before: SyncState = store.getState();
    expect(before.threads.m1?.messages.map(({ id }) => id)).toEqual(["m3"]);
    const next = applyEvent(
      before,
      {
        type: "message.created",
        topic: "conversation:room",
        seq: 4,
        data: message(4, { thread: "m1", sender: bora }),
      } as LiveEvent,
      0,
    );
    expect(next.threads.m1?.messages.map(({ id }) => id)).toEqual(["m3", "m4"]);
    expect(next.timelines.room?.messages.map(({ id }) => id)).toEqual(["m1", "m2"]);
    expect(next.threads.m1?.root).toMatchObject({ thread_count: 2, mine: { thread: { unread_count: 2 } } });
  });
});

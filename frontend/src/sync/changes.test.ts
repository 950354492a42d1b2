import { beforeEach, describe, expect, it, vi } from "vitest";
import { configureClient } from "../api/client";
import { ayse, loadedState, message } from "../testing/factories";
import { Changes } from "./changes";
import { withChanges } from "./overlay";
import type { SyncState } from "./state";
import { createSyncStore } from "./store";

const fetching = vi.fn<typeof fetch>();
vi.stubGlobal("fetch", fetching);
const answer = (status: number, body: unknown = null, headers = {}) =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers });

function setUp(state: Partial<SyncState> = {}) {
  const store = createSyncStore(ayse);
  store.setState(loadedState(state));
  const changes = new Changes(store, "ayse");
  const shown = () => {
    const { timelines, changes: waiting } = store.getState();
    return withChanges(timelines.room?.messages ?? [], waiting);
  };
  const settled = () =>
    vi.waitFor(() => expect(store.getState().changes.map((one) => one.state)).not.toContain("sending"));
  return { store, changes, shown, settled };
}

beforeEach(() => {
  fetching.mockReset();
  configureClient({ base: "/api/v1" });
});

describe("shown at once, told to the server", () => {
  it("a reaction is counted before the answer, and once after it", async () => {
    fetching.mockImplementation(async () => answer(204));
    const { changes, shown, settled, store } = setUp();
    changes.add(message(1), { kind: "react", emoji: "👍", on: true });
    expect(shown()[0]?.reactions).toEqual([{ emoji: "👍", count: 1 }]);
    await settled();
    expect(store.getState().changes).toEqual([]);
    expect(shown()[0]).toMatchObject({ reactions: [{ emoji: "👍", count: 1 }], mine: { reactions: ["👍"] } });
    expect(fetching.mock.calls[0]?.[0]).toBe(`/api/v1/messages/m1/reactions/${encodeURIComponent("👍")}`);
  });

  it("a deleted message is gone at once; one that is gone already is no failure", async () => {
    fetching.mockImplementation(async () => answer(404, { code: "not_found" }));
    const { changes, shown, settled, store } = setUp();
    changes.add(message(1), { kind: "delete", whose: "everyone" });
    expect(shown().map((one) => one.id)).toEqual(["m2"]);
    await settled();
    expect(store.getState()).toMatchObject({ changes: [], news: [] });
    expect(shown().map((one) => one.id)).toEqual(["m2"]);
  });

  it("what the server refuses is taken back and said", async () => {
    fetching.mockImplementation(async () => answer(403, { code: "message.cannot_pin", detail: "Not here." }));
    const { changes, shown, settled, store } = setUp();
    changes.add(message(1), { kind: "pin", on: true });
    expect(shown()[0]?.pinned_at).not.toBeNull();
    await settled();
    expect(shown()[0]?.pinned_at).toBeNull();
    expect(store.getState().news).toMatchObject([{ kind: "refused", what: "pin", text: "Not here." }]);
  });
});

describe("without a connection", () => {
  it("waits, keeps across a reload, and only the last wish of a kind counts", async () => {
    fetching.mockRejectedValue(new TypeError("Failed to fetch"));
    const { changes, store, shown } = setUp();
    changes.add(message(1), { kind: "react", emoji: "👍", on: true });
    await vi.waitFor(() => expect(store.getState().changes).toMatchObject([{ state: "queued" }]));
    changes.add(message(1), { kind: "react", emoji: "👍", on: false });
    await vi.waitFor(() => expect(store.getState().changes).toMatchObject([{ state: "queued", on: false }]));
    expect(shown()[0]?.reactions).toEqual([]);
    const again = setUp();
    again.changes.restore();
    expect(again.store.getState().changes).toMatchObject([{ kind: "react", on: false, state: "queued" }]);
    fetching.mockImplementation(async () => answer(204));
    again.changes.flush();
    await vi.waitFor(() => expect(again.store.getState().changes).toEqual([]));
  });
});

describe("editing", () => {
  it("says which version was edited, and takes the newer one in", async () => {
    fetching.mockImplementation(async () => answer(200, { ...message(1), text: "better", version: 2 }));
    const { changes, settled, shown } = setUp();
    changes.add(message(1), { kind: "edit", text: "better", seen: 1 });
    expect(shown()[0]?.text).toBe("better");
    await settled();
    expect(fetching.mock.calls[0]?.[1]?.headers).toMatchObject({ "If-Match": '"m1-1"' });
    expect(shown()[0]).toMatchObject({ text: "better", version: 2 });
  });

  it("a text that changed meanwhile waits for a choice, with both texts", async () => {
    const current = { ...message(1), text: "theirs", version: 2 };
    fetching.mockImplementation(async () => answer(412, { code: "object.stale", current }));
    const { changes, store } = setUp();
    changes.add(message(1), { kind: "edit", text: "mine", seen: 1 });
    await vi.waitFor(() =>
      expect(store.getState().changes).toMatchObject([
        { state: "conflict", text: "mine", current: { text: "theirs" } },
      ]),
    );
  });

  it("words that are refused for another reason are kept", async () => {
    fetching.mockImplementation(async () => answer(403, { code: "message.cannot_edit", detail: "No." }));
    const { changes, store } = setUp();
    changes.add(message(1), { kind: "edit", text: "mine", seen: 1 });
    await vi.waitFor(() =>
      expect(store.getState().changes).toMatchObject([{ state: "failed", text: "mine", failure: "No." }]),
    );
  });
});

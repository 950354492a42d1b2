import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readDraft } from "../lib/drafts";
import { ayse, loadedState } from "../testing/factories";
import { applyEvent } from "./applyEvent";
import { Drafts } from "./drafts";
import type { LiveEvent } from "./events";
import { createSyncStore } from "./store";

const fetching = vi.fn<typeof fetch>();
vi.stubGlobal("fetch", fetching);

let rooms = 0;
function setUp() {
  const store = createSyncStore(ayse);
  store.setState(loadedState());
  const room = `draft-room-${rooms++}`;
  const hear = (text: string) =>
    store.setState((state) =>
      applyEvent(
        state,
        {
          type: "draft.updated",
          topic: "user:ayse",
          seq: (state.seqs["user:ayse"] ?? 0) + 1,
          data: { conversation: room, text, reply_to: null, updated_at: "", version: 1 },
        } as LiveEvent,
        0,
      ),
    );
  return { drafts: new Drafts(store, "ayse"), room, hear };
}

beforeEach(() => {
  vi.useFakeTimers();
  fetching.mockReset();
  fetching.mockImplementation(async () => new Response("{}", { status: 200 }));
});
afterEach(() => vi.useRealTimers());

it("goes to the server when typing rests, once", async () => {
  const { drafts, room } = setUp();
  drafts.write(room, "mer");
  drafts.write(room, "merhaba");
  expect(fetching).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(fetching).toHaveBeenCalledOnce();
  expect(fetching.mock.calls[0]?.[0]).toBe(`/api/v1/conversations/${room}/draft`);
  expect(JSON.parse(String(fetching.mock.calls[0]?.[1]?.body))).toEqual({ text: "merhaba", reply_to: null });
});

it("what another device wrote appears here", () => {
  const { room, hear } = setUp();
  hear("yarım kaldı");
  expect(readDraft("ayse", room)).toBe("yarım kaldı");
});

it("but not over what is being written here", () => {
  const { drafts, room, hear } = setUp();
  drafts.write(room, "benim sözüm");
  hear("başka cihaz");
  expect(readDraft("ayse", room)).toBe("benim sözüm");
});

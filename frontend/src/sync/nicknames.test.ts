import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ServerMember } from "../api/serverTypes";
import { bora, cem, conversation, loadedState, server, serverMember } from "../testing/factories";
import { applyEvent } from "./applyEvent";
import type { LiveEvent } from "./events";
import { Nicknames, nameIn } from "./nicknames";
import { freshServers } from "./servers";
import { createSyncStore } from "./store";

const asked: string[] = [];
let answer: (value: ServerMember[]) => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return new Promise((resolve) => {
      answer = (results) => resolve(new Response(JSON.stringify({ results, next: null, previous: null })));
    });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const channel = conversation({
  kind: "channel",
  channel: { server: "place", type: "text", category: null, position: 0, my_permissions: [] },
});
const known = () => loadedState({ servers: { place: server() }, conversations: { room: channel } });

function begin() {
  const store = createSyncStore(known().me);
  store.setState(known());
  return { store, nicknames: new Nicknames(store) };
}

const named = (seq: number, nickname: string): LiveEvent => ({
  type: "server_member.updated",
  topic: "server:place",
  seq,
  data: serverMember(bora, { nickname }),
});

it("those seen at the same moment are asked for together, and once", async () => {
  const { store, nicknames } = begin();
  nicknames.ask("place", "bora");
  nicknames.ask("place", "cem");
  nicknames.ask("place", "bora");
  await vi.advanceTimersByTimeAsync(50);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain("users=bora%2Ccem");
  nicknames.ask("place", "cem");
  answer([serverMember(bora, { nickname: "Bobo" })]);
  await vi.advanceTimersByTimeAsync(50);
  expect(store.getState().nicknames).toEqual({ place: { bora: "Bobo", cem: "" } });
  nicknames.ask("place", "cem");
  await vi.advanceTimersByTimeAsync(50);
  expect(asked).toHaveLength(1);
  expect(nameIn(store.getState(), "room", bora)).toBe("Bobo");
  expect(nameIn(store.getState(), "room", cem)).toBe("Cem Öztürk");
  expect(nameIn(store.getState(), "elsewhere", bora)).toBe("Bora Demir");
});

it("an event is newer than the answer it overtook", async () => {
  const { store, nicknames } = begin();
  nicknames.ask("place", "bora");
  await vi.advanceTimersByTimeAsync(50);
  store.setState((state) => applyEvent(state, named(1, "New"), 0));
  answer([serverMember(bora, { nickname: "Old" })]);
  await vi.advanceTimersByTimeAsync(50);
  expect(store.getState().nicknames.place?.bora).toBe("New");
});

it("who comes, is named or goes changes what they are called", () => {
  let state = applyEvent(known(), named(1, "Bobo"), 0);
  expect(nameIn(state, "room", bora)).toBe("Bobo");
  state = applyEvent(
    state,
    {
      type: "server_member.removed",
      topic: "server:place",
      seq: 2,
      data: { server: "place", user: "bora", member_count: 1 },
    },
    0,
  );
  expect(nameIn(state, "room", bora)).toBe("Bora Demir");
});

it("after a gap they are asked for anew", () => {
  const state = applyEvent(known(), named(1, "Bobo"), 0);
  expect(freshServers(state, [server()]).nicknames).toEqual({});
});

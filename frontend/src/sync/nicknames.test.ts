import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ServerMember } from "../api/serverTypes";
import { ayse, bora, cem, conversation, loadedState, message, server, serverMember } from "../testing/factories";
import { applyEvent } from "./applyEvent";
import type { LiveEvent } from "./events";
import { Nicknames, nameIn, peopleIn } from "./nicknames";
import { freshServers } from "./servers";
import { createSyncStore } from "./store";

const asked: string[] = [];
const waiting: ((value: ServerMember[], next?: string) => void)[] = [];
/** Answer the question that was asked first. */
const answer = async (value: ServerMember[], next?: string) => {
  waiting.shift()?.(value, next);
  await vi.advanceTimersByTimeAsync(1);
};

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  waiting.length = 0;
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return new Promise((resolve) => {
      waiting.push((results, next) =>
        resolve(new Response(JSON.stringify({ results, next: next ?? null, previous: null }))),
      );
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

const bobo = serverMember(bora, { nickname: "Bobo" });
const MORE = "/api/v1/servers/place/members?cursor=x";

it("who has a nickname is asked for once, and then nobody else", async () => {
  const { store, nicknames } = begin();
  const known = nicknames.know("place", ["cem"]);
  nicknames.ask("place", "bora");
  nicknames.ask("place", "cem");
  await vi.advanceTimersByTimeAsync(50);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain("nicknamed=true");
  await answer([bobo]);
  await known;
  nicknames.ask("place", "cem");
  await vi.advanceTimersByTimeAsync(50);
  expect(asked).toHaveLength(1);
  expect(nameIn(store.getState(), "room", bora)).toBe("Bobo");
  expect(nameIn(store.getState(), "room", cem)).toBe("Cem Öztürk");
  expect(nameIn(store.getState(), "elsewhere", bora)).toBe("Bora Demir");
});

it("where they are many, those who are seen are asked for together, and once", async () => {
  const { store, nicknames } = begin();
  nicknames.ask("place", "bora");
  nicknames.ask("place", "cem");
  await vi.advanceTimersByTimeAsync(50);
  await answer([serverMember(ayse, { nickname: "Aşo" })], MORE);
  expect(asked[1]).toContain("users=bora%2Ccem");
  nicknames.ask("place", "cem");
  await vi.advanceTimersByTimeAsync(50);
  await answer([bobo]);
  nicknames.ask("place", "cem");
  await vi.advanceTimersByTimeAsync(50);
  expect(asked).toHaveLength(2);
  expect(store.getState().nicknames).toEqual({ place: { ayse: "Aşo", bora: "Bobo", cem: "" } });
});

it("where they cannot be asked for, own names are shown, and the next asks again", async () => {
  const { nicknames } = begin();
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return Promise.reject(new TypeError("away"));
  });
  await nicknames.know("place", []);
  await nicknames.know("place", []);
  expect(asked).toHaveLength(2);
});

it("an event is newer than the answer it overtook", async () => {
  const { store, nicknames } = begin();
  nicknames.ask("place", "bora");
  await vi.advanceTimersByTimeAsync(50);
  store.setState((state) => applyEvent(state, named(1, "New"), 0));
  await answer([serverMember(bora, { nickname: "Old" })]);
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

it("after a gap they are asked for anew, and shown as they were until then", async () => {
  const { store, nicknames } = begin();
  store.setState((state) => applyEvent(state, named(1, "Bobo"), 0));
  store.setState((state) => freshServers(state, [server()]));
  nicknames.refresh();
  expect(nameIn(store.getState(), "room", bora)).toBe("Bobo");
  await answer([]);
  expect(nameIn(store.getState(), "room", bora)).toBe("Bora Demir");
  store.setState((state) => freshServers(state, []));
  expect(store.getState().nicknames).toEqual({});
});

it("who is named in messages: who wrote them, and whom they call", () => {
  const calls = [
    { type: "user" as const, id: "cem", text: "@cem" },
    { type: "all" as const, id: null, text: "@all" },
  ];
  expect(peopleIn([message(1, { sender: bora, mentions: calls }), message(2, { sender: bora })])).toEqual([
    "bora",
    "cem",
  ]);
});

import { expect, it } from "vitest";
import { ayse, bora, cem, conversation, loadedState, message } from "../testing/factories";
import { applyEvent } from "./applyEvent";
import type { LiveEvent } from "./events";

const renamed = { ...bora, display_name: "Bora Kaya", avatar_url: "/new.png" };
const told: LiveEvent = { type: "profile.updated", topic: "conversation:room", data: renamed };
const quoting = message(2, { sender: ayse, quote: { id: "m1", sender: bora, type: "text", text: "text 1" } });

function state() {
  const line = { messages: [message(1), quoting], status: "ready", older: "none" } as const;
  const root = message(1);
  return loadedState({
    conversations: {
      room: conversation({ last_message: message(1) }),
      other: conversation({ id: "other", participants: [], last_message: message(5, { sender: cem }) }),
    },
    timelines: {
      room: { ...line, messages: [...line.messages] },
      other: { ...line, messages: [message(5, { sender: cem })] },
    },
    threads: { m1: { ...line, messages: [message(3)], conversation: "room", root } },
    typing: { room: [{ user: bora, until: 1 }] },
  });
}

it("puts a new name and picture wherever the person is shown", () => {
  const next = applyEvent(state(), told, 0);
  expect(next.conversations.room?.participants[1]?.user).toMatchObject(renamed);
  expect(next.conversations.room?.last_message?.sender).toMatchObject(renamed);
  expect(next.timelines.room?.messages[0]?.sender).toMatchObject(renamed);
  expect(next.timelines.room?.messages[1]?.quote?.sender).toMatchObject(renamed);
  expect(next.timelines.room?.messages[1]?.sender).toBe(ayse);
  expect(next.threads.m1?.root?.sender).toMatchObject(renamed);
  expect(next.threads.m1?.messages[0]?.sender).toMatchObject(renamed);
  expect(next.typing.room?.[0]?.user).toMatchObject(renamed);
});

it("leaves alone what does not show them, and the second time everything", () => {
  const before = state();
  const next = applyEvent(before, told, 0);
  expect(next.conversations.other).toBe(before.conversations.other);
  expect(next.timelines.other).toBe(before.timelines.other);
  const again = applyEvent(next, told, 0);
  for (const kept of ["me", "conversations", "timelines", "windows", "threads", "typing", "commands"] as const) {
    expect(again[kept]).toBe(next[kept]);
  }
});

it("follows what this person changed on another device", () => {
  const me = { ...ayse, display_name: "Ayşe K.", theme: "dark" } as const;
  const next = applyEvent(state(), { type: "user.updated", topic: "user:ayse", seq: 4, data: me }, 0);
  expect(next.me).toMatchObject({ display_name: "Ayşe K.", theme: "dark" });
  expect(next.conversations.room?.participants[0]?.user.display_name).toBe("Ayşe K.");
});

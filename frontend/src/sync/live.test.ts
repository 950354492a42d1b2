import { expect, it } from "vitest";
import { conversation, loadedState, message } from "../testing/factories";
import { applyEvent } from "./applyEvent";
import { fresh } from "./live";

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

import { expect, it } from "vitest";
import { ayse, bora, message } from "../../testing/factories";
import { rowsOf } from "./rows";

const pending = {
  client_id: "c-1",
  conversation: "room",
  kind: "message" as const,
  text: "on its way",
  created_at: "",
  state: "sending" as const,
  failure: null,
};
const kinds = (rows: ReturnType<typeof rowsOf>) =>
  rows.map((row) =>
    row.kind === "message" || row.kind === "pending" ? `${row.kind}${row.first ? "!" : ""}` : row.kind,
  );

it("separates days and groups what one person wrote in a row", () => {
  const messages = [
    message(1, { created_at: "2026-11-19T12:00:00.000Z" }),
    message(2, { created_at: "2026-11-20T12:00:00.000Z" }),
    message(3, { created_at: "2026-11-20T12:01:00.000Z" }),
    message(4, { created_at: "2026-11-20T12:20:00.000Z" }),
    message(5, { created_at: "2026-11-20T12:20:30.000Z", sender: ayse }),
  ];
  expect(kinds(rowsOf(messages, [pending], "ayse", null))).toEqual([
    "start",
    "day",
    "message!",
    "day",
    "message!",
    "message",
    "message!",
    "message!",
    "pending",
  ]);
});

it("marks where the unread of others begins, once", () => {
  const messages = [message(1), message(2, { sender: ayse }), message(3, { sender: bora }), message(4)];
  expect(kinds(rowsOf(messages, [], "ayse", 1))).toEqual([
    "start",
    "day",
    "message!",
    "message!",
    "unread",
    "message!",
    "message",
  ]);
});

it("what somebody did is not where the unread begins", () => {
  const system = message(3, { type: "system" });
  const rows = rowsOf([message(2), system, message(4)], [], "ayse", 2);
  expect(kinds(rows)).toEqual(["start", "day", "message!", "message!", "unread", "message!"]);
});

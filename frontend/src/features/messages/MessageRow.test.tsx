import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Message } from "../../api/types";
import { NOTHING } from "../../sync/marks";
import type { Change } from "../../sync/state";
import { ayse, message } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { MessageRow } from "./MessageRow";
import { type MessageUi, MessageUiContext } from "./messageUi";

vi.stubGlobal("fetch", () => new Promise(() => undefined));

// What the row loads when it is asked for: a busy machine takes its time.
beforeAll(async () => {
  await import("../../ui/FloatingMenu");
}, 60_000);

function setUp(shown: Message, ui: Partial<MessageUi> = {}, changes: Change[] = []) {
  const calls = { edit: vi.fn(), reply: vi.fn(), ask: vi.fn(), show: vi.fn(), openThread: vi.fn() };
  const all: MessageUi = { editing: null, ...calls, ...ui };
  const rendered = renderWithLive(
    <MessageUiContext value={all}>
      <MessageRow message={shown} first />
    </MessageUiContext>,
    { changes },
  );
  const deeds = () => rendered.live.store.getState().changes;
  return { ...rendered, ...calls, deeds, user: userEvent.setup(), row: screen.getByRole("article") };
}

describe("keys at a message", () => {
  it("r replies, t opens the thread, f forwards, Delete asks", () => {
    const { row, reply, openThread, ask } = setUp(message(1));
    for (const key of ["r", "t", "f", "Delete"]) fireEvent.keyDown(row, { key });
    expect(reply).toHaveBeenCalledOnce();
    expect(openThread).toHaveBeenCalledOnce();
    expect(ask.mock.calls.map(([asked]) => asked.kind)).toEqual(["forward", "delete"]);
  });

  it("e edits one's own words only", () => {
    const other = setUp(message(1));
    fireEvent.keyDown(other.row, { key: "e" });
    expect(other.edit).not.toHaveBeenCalled();
    other.unmount();
    const own = setUp(message(1, { sender: ayse }));
    fireEvent.keyDown(own.row, { key: "e" });
    expect(own.edit).toHaveBeenCalledExactlyOnceWith("m1");
  });
});

it("the menu offers what this person may, and nothing else", async () => {
  const { row } = setUp(message(1));
  fireEvent.contextMenu(row);
  const names = (await screen.findAllByRole("menuitem")).map((item) => item.textContent);
  expect(names).toEqual(expect.arrayContaining([expect.stringContaining("Report"), expect.stringContaining("Reply")]));
  expect(names.some((name) => name?.startsWith("Edit"))).toBe(false);
});

it("any message can be run as a command, but no card of one", async () => {
  const { row, ask, user, unmount } = setUp(message(1));
  fireEvent.contextMenu(row);
  await user.click(await screen.findByRole("menuitem", { name: "Run as a command" }));
  expect(ask).toHaveBeenCalledExactlyOnceWith({ kind: "run", message: message(1) });
  unmount();
  const poll = setUp(message(1, { type: "poll" }));
  fireEvent.contextMenu(poll.row);
  await screen.findAllByRole("menuitem");
  expect(screen.queryByRole("menuitem", { name: "Run as a command" })).toBeNull();
});

it("a reaction of one's own is pressed, and a press takes it back", async () => {
  const { user, deeds } = setUp(
    message(1, { reactions: [{ emoji: "🎉", count: 2 }], mine: { ...NOTHING, reactions: ["🎉"] } }),
  );
  const button = screen.getByRole("button", { name: "🎉 2", pressed: true });
  await user.click(button);
  expect(deeds()).toMatchObject([{ kind: "react", emoji: "🎉", on: false }]);
});

it("a vote in a poll of one answer replaces the other; a closed poll takes none", async () => {
  const poll = {
    options: [
      { id: 1, text: "Tea", count: 1 },
      { id: 2, text: "Coffee", count: 0 },
    ],
    multiple: false,
    anonymous: false,
    change_vote: true,
    voter_count: 1,
    closes_at: null,
    closed_at: null,
  };
  const open = setUp(message(1, { type: "poll", text: "What?", poll, mine: { ...NOTHING, votes: [1] } }));
  await open.user.click(screen.getByRole("button", { name: /Coffee/ }));
  expect(open.deeds()).toMatchObject([{ kind: "vote", options: [2] }]);
  open.unmount();
  setUp(message(1, { type: "poll", text: "What?", poll: { ...poll, closed_at: "2026-11-21T08:00:00.000Z" } }));
  expect(screen.getByRole<HTMLButtonElement>("button", { name: /Coffee/ }).disabled).toBe(true);
});

it("an urgent message asks for a note, once", async () => {
  const { user, deeds } = setUp(message(1, { urgent: true }));
  await user.click(screen.getByRole("button", { name: "I have taken note" }));
  expect(deeds()).toMatchObject([{ kind: "acknowledge" }]);
});

it("a quote leads to what was answered", async () => {
  const quote = { id: "m0", sender: ayse, type: "text" as const, text: "first words" };
  const { user, show } = setUp(message(1, { reply_to: "m0", quote }));
  await user.click(screen.getByRole("button", { name: /first words/ }));
  expect(show).toHaveBeenCalledExactlyOnceWith(quote);
});

it("an edit of a text that changed meanwhile shows both, and keeps what one chooses", async () => {
  const current = message(1, { sender: ayse, text: "theirs", version: 2 });
  const edit: Change = {
    id: "c1",
    kind: "edit",
    text: "mine",
    seen: 1,
    message: "m1",
    conversation: "room",
    state: "conflict",
    failure: null,
    current,
  };
  const { user, deeds } = setUp(message(1, { sender: ayse }), {}, [edit]);
  expect(screen.getByRole("region", { name: "As it stands now" }).textContent).toContain("theirs");
  expect(screen.getByRole("region", { name: "Your version" }).textContent).toContain("mine");
  await user.click(screen.getByRole("button", { name: "Keep mine" }));
  expect(deeds()).toMatchObject([{ kind: "edit", text: "mine", seen: 2 }]);
});

it("the field in place saves with Enter and leaves with Escape", async () => {
  const { user, deeds, edit } = setUp(message(1, { sender: ayse, text: "old" }), { editing: "m1" });
  const field = screen.getByRole("textbox", { name: "Change your message" });
  await user.clear(field);
  await user.type(field, "new{Enter}");
  expect(deeds()).toMatchObject([{ kind: "edit", text: "new", seen: 1 }]);
  await user.type(field, "{Escape}");
  expect(edit).toHaveBeenCalledWith(null);
});

import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { ayse, conversation, message } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { ConversationList } from "./ConversationList";

const conversations = {
  a: conversation({ id: "a", name: "Alpha", kind: "group", last_activity_at: "2026-11-20T10:00:00.000Z" }),
  b: conversation({ id: "b", last_activity_at: "2026-11-21T10:00:00.000Z", unread_count: 3, last_message: message(1) }),
  c: conversation({
    id: "c",
    name: "Çizim",
    kind: "group",
    last_activity_at: "2026-11-19T10:00:00.000Z",
    last_message: message(1, { sender: ayse, text: "**done**" }),
  }),
};
const names = () => screen.getAllByRole("link").map((link) => link.textContent);

it("shows the newest first, who said what, and how much is unread", () => {
  renderWithLive(<ConversationList open={undefined} onNew={vi.fn()} />, { conversations });
  const [first, second, third] = names();
  expect(first).toContain("Bora Demir");
  expect(first).toContain("3 unread messages");
  expect(first).toContain("text 1");
  expect(second).toContain("Alpha");
  expect(third).toContain("You: done");
});

it("filters", async () => {
  renderWithLive(<ConversationList open={undefined} onNew={vi.fn()} />, { conversations });
  await userEvent.click(screen.getByRole("button", { name: "Unread" }));
  expect(names()).toHaveLength(1);
  await userEvent.click(screen.getByRole("button", { name: "Groups" }));
  expect(names()).toHaveLength(2);
  await userEvent.click(screen.getByRole("button", { name: "Direct" }));
  expect(names()).toHaveLength(1);
});

it("arrow keys walk through the rows, one of which is a stop of the Tab key", async () => {
  renderWithLive(<ConversationList open="a" onNew={vi.fn()} />, { conversations });
  const links = screen.getAllByRole("link");
  expect(links.map((link) => link.tabIndex)).toEqual([-1, 0, -1]);
  links[1]?.focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(links[2]);
  await userEvent.keyboard("{Home}");
  expect(document.activeElement).toBe(links[0]);
});

it("says what to do where there is nothing yet", async () => {
  const onNew = vi.fn();
  renderWithLive(<ConversationList open={undefined} onNew={onNew} />, { conversations: {} });
  expect(screen.getByText("No conversation yet")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "New conversation" }));
  expect(onNew).toHaveBeenCalled();
});

it("the archive tells how many conversations in it wait, muted ones only where they call", async () => {
  const put = (id: string, changes: Parameters<typeof conversation>[0]) =>
    conversation({ id, name: id, kind: "group", archived: true, unread_count: 2, ...changes });
  const all = [
    put("plain", {}),
    put("read", { unread_count: 0 }),
    put("muted", { muted: true }),
    put("called", { muted: true, mention_count: 1 }),
    put("urgent", { muted: true, last_message: message(1, { urgent: true }) }),
    put("channel", { kind: "channel" }),
    conversation({ id: "shown", unread_count: 4 }),
  ];
  const { live } = renderWithLive(<ConversationList open={undefined} onNew={vi.fn()} />, {
    conversations: Object.fromEntries(all.map((one) => [one.id, one])),
  });
  const archive = screen.getByRole("button", { name: /^Archived ?3 unread conversations$/ });
  await userEvent.click(archive);
  expect(names()).toHaveLength(5);
  act(() => live.takeConversations(all.map((one) => ({ ...one, unread_count: 0, mention_count: 0 }))));
  expect(screen.getByRole("button", { name: "Leave the archive" })).toBeDefined();
});

it("a channel that calls is among the mentions, archived or not", async () => {
  const channel = conversation({ id: "ch", name: "genel", kind: "channel", archived: true, mention_count: 1 });
  renderWithLive(<ConversationList open={undefined} onNew={vi.fn()} />, { conversations: { channel } });
  await userEvent.click(screen.getByRole("button", { name: "Mentions" }));
  expect(names()).toHaveLength(1);
});

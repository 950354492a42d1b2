import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { SavedCommand } from "../api/commandTypes";
import { readDraft } from "../lib/drafts";
import { ayse, bora, command, conversation, message } from "../testing/factories";
import { renderWithLive } from "../testing/withLive";
import { ThreadPanel } from "./ThreadPanel";

const saved: SavedCommand = {
  id: "s1",
  name: "özet",
  description: "",
  title: "",
  conversation: null,
  server: null,
  author: ayse,
  input_count: 0,
  created_at: "2026-11-21T09:00:00Z",
  version: 1,
};
const api = vi.hoisted(() => ({ listSavedCommands: vi.fn(), getSavedForm: vi.fn(), runSavedCommand: vi.fn() }));
vi.mock("../api/savedCommands", async (original) => ({ ...(await original<object>()), ...api }));
const post = vi.hoisted(() => ({ submitCommand: vi.fn() }));
vi.mock("../api/endpoints", async (original) => ({ ...(await original<object>()), ...post }));

beforeEach(() => {
  api.listSavedCommands.mockResolvedValue({ results: [saved], next: null, previous: null });
  api.getSavedForm.mockResolvedValue({
    inputs: {},
    variables: {},
    steps: [],
    mode: "normal",
    shown_first: false,
    may_change: true,
  });
  api.runSavedCommand.mockResolvedValue(command({ message: null }));
  post.submitCommand.mockResolvedValue(command({ message: null }));
});

const show = (given = conversation()) => {
  const root = message(1, { sender: bora });
  const ui = { editing: null, edit: vi.fn(), reply: vi.fn(), ask: vi.fn(), show: vi.fn(), openThread: vi.fn() };
  renderWithLive(
    <ThreadPanel
      conversation={given}
      group={undefined}
      root={root.id}
      sought={null}
      mentionables={[]}
      searchMentionables={undefined}
      ui={ui}
      onClose={vi.fn()}
      renderCard={() => null}
    />,
    {
      conversations: { room: given },
      threads: { [root.id]: { status: "ready", root, messages: [] } as never },
    },
  );
};

const write = () => {
  show();
  return { user: userEvent.setup(), field: screen.getByRole("textbox") };
};

it("a saved command runs in the thread, and its line is gone then", async () => {
  const { user, field } = write();
  await user.type(field, "/öz");
  await user.click(await screen.findByRole("option", { name: /özet/ }));
  await user.click(await screen.findByRole("button", { name: "Run" }));
  await waitFor(() => expect(api.runSavedCommand).toHaveBeenCalledOnce());
  expect(api.runSavedCommand.mock.calls[0]?.[1]).toMatchObject({ conversation: "room", thread: "m1" });
  await waitFor(() => expect(readDraft("ayse", "thread-m1")).toBeNull());
});

it("a wish in words runs in the thread", async () => {
  const { user, field } = write();
  await user.type(field, "/run count{Enter}");
  expect(post.submitCommand).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ conversation: "room", thread: "m1", text: "count", confirm: true }),
  );
});

it.each([
  [["send_messages"], 0],
  [["send_in_threads"], 1],
])("in a channel the roles say who answers: %j", (my_permissions, fields) => {
  show(
    conversation({
      kind: "channel",
      channel: { server: "place", type: "announcement", category: null, position: 0, my_permissions },
    }),
  );
  expect(screen.queryAllByRole("textbox")).toHaveLength(fields);
  expect(screen.queryAllByText("You may read here, but not write.")).toHaveLength(1 - fields);
});

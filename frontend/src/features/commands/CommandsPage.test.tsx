import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Route, Routes } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import type { Command } from "../../api/types";
import { ayse, command } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { CommandsPage } from "./CommandsPage";
import { RerunDialog } from "./RerunDialog";

const endpoints = vi.hoisted(() => ({ listCommands: vi.fn(), rerunCommand: vi.fn() }));
const work = vi.hoisted(() => ({ steerCommands: vi.fn(), listSuggestions: vi.fn() }));
vi.mock("../../api/endpoints", async (original) => ({ ...(await original<object>()), ...endpoints }));
vi.mock("../../api/work", async (original) => ({ ...(await original<object>()), ...work }));

const named = (id: string, changes: Partial<Command> = {}) =>
  command({ id, title: `Command ${id}`, owner: ayse, message: null, ...changes });

beforeEach(() => {
  endpoints.listCommands.mockReset().mockResolvedValue({
    results: [named("a", { state: "running" }), named("b", { state: "queued" }), named("c", { state: "succeeded" })],
    next: null,
    previous: null,
  });
  endpoints.rerunCommand.mockReset().mockResolvedValue(named("d"));
  work.steerCommands.mockReset().mockResolvedValue({
    results: [
      { id: "a", status: 200 },
      { id: "b", status: 409, code: "command.has_ended" },
    ],
  });
  work.listSuggestions.mockReset().mockResolvedValue({ results: [] });
});

const show = () =>
  renderWithLive(
    <Routes>
      <Route path="/commands" element={<CommandsPage />} />
    </Routes>,
    {},
    "/commands",
  );

it("steers several at once, only those that can be, and tells of refusals", async () => {
  const { live } = show();
  await userEvent.click(await screen.findByRole("checkbox", { name: "Choose all that are open" }));
  expect(screen.queryByRole("checkbox", { name: "Choose Command c" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Cancel them" }));
  expect(work.steerCommands).toHaveBeenCalledWith("cancel", ["a", "b"]);
  await vi.waitFor(() => expect(live.store.getState().news.at(-1)).toMatchObject({ text: /1 refused/ }));
});

it("asks the server with the filters that were chosen", async () => {
  show();
  await userEvent.type(await screen.findByRole("searchbox", { name: "Words of the wish" }), "rows");
  await userEvent.click(screen.getByRole("checkbox", { name: "Only mine" }));
  await userEvent.click(screen.getByRole("button", { name: "Active" }));
  await vi.waitFor(() =>
    expect(endpoints.listCommands.mock.calls.at(-1)?.[0]).toMatchObject({
      q: "rows",
      mine: "true",
      state: "proposed,queued,running,waiting,paused",
    }),
  );
});

it("offers what one ran last week", async () => {
  const suggestion = {
    command: "old",
    title: "Weekly report",
    text: "",
    conversation: null,
    last_run_at: "2026-11-14T09:00:00Z",
    times: 2,
    why: "last_week",
  };
  work.listSuggestions.mockResolvedValue({ results: [suggestion] });
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Run again: Weekly report" }));
  expect(endpoints.rerunCommand).toHaveBeenCalledWith("old");
});

it("runs again in the way that was chosen, with the values that were changed only", async () => {
  const close = vi.fn();
  const failed = named("f", {
    state: "failed",
    started_at: "2026-11-21T09:00:00Z",
    source: "words",
    alt: { inputs: { city: { type: "string" } }, variables: { city: "Van", limit: 3 } },
  });
  renderWithLive(<RerunDialog command={failed} onClose={close} />);
  const city = screen.getByRole("textbox", { name: "city" });
  await userEvent.clear(city);
  await userEvent.type(city, "İzmir");
  await userEvent.click(screen.getByRole("radio", { name: /The whole of it/ }));
  await userEvent.click(screen.getByRole("button", { name: "Run again" }));
  expect(endpoints.rerunCommand).toHaveBeenCalledWith("f", {
    start: "start",
    alt: "pinned",
    confirm: false,
    variables: { city: "İzmir" },
  });
  expect(close).toHaveBeenCalledOnce();
});

import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiProblem } from "../../api/problem";
import type { LiveEvent } from "../../sync/events";
import { Live } from "../../sync/live";
import { conversation } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { ConversationKept } from "./ConversationKept";

const api = vi.hoisted(() => ({ readKept: vi.fn(), keepMessages: vi.fn(), followOthers: vi.fn() }));
vi.mock("../../api/retention", () => api);

const group = conversation({ kind: "group" });
beforeEach(() => {
  api.readKept.mockReset().mockResolvedValue({ days: 90, by: "installation", held: false });
  api.keepMessages.mockReset().mockResolvedValue({ days: 30, by: "conversation", held: false });
});

it("says whose rule holds, and lets who may choose days within the limits", async () => {
  renderWithLive(<ConversationKept id={group.id} above="installation" may />);
  await userEvent.selectOptions(await screen.findByLabelText("Messages are kept"), "For some days");
  const days = screen.getByLabelText("Days");
  await userEvent.clear(days);
  await userEvent.type(days, "6");
  expect(screen.getByRole("button", { name: "Apply" })).toHaveProperty("disabled", true);
  await userEvent.clear(days);
  await userEvent.type(days, "30");
  await userEvent.click(screen.getByRole("button", { name: "Apply" }));
  expect(api.keepMessages).toHaveBeenCalledWith(group.id, 30);
  expect(await screen.findByDisplayValue("30")).toBeDefined();
});

it("keeps what was chosen where the server refuses it, and says why", async () => {
  api.keepMessages.mockRejectedValue(
    new ApiProblem({ type: "", title: "Not allowed", status: 403, code: "conversation.not_allowed", detail: "" }),
  );
  renderWithLive(<ConversationKept id={group.id} above="installation" may />);
  await userEvent.selectOptions(await screen.findByLabelText("Messages are kept"), "For good");
  await userEvent.click(screen.getByRole("button", { name: "Apply" }));
  expect((await screen.findByRole("alert")).textContent).toMatch("Not allowed");
  expect(screen.getByDisplayValue("For good")).toBeDefined();
});

it("only tells the others, also when it changes", async () => {
  const listen = vi.spyOn(Live.prototype, "listen");
  renderWithLive(<ConversationKept id={group.id} above="installation" may={false} />);
  await screen.findByText("What is older than 90 days is removed for everybody.");
  expect(screen.queryByRole("combobox")).toBeNull();
  const data = { conversation: group.id, days: null, by: null, held: true } as const;
  act(() => {
    for (const [hear] of listen.mock.calls) hear({ type: "retention.updated", topic: "", seq: 9, data } as LiveEvent);
  });
  await screen.findByText("Messages are kept for good.");
  screen.getByText(/An administrator holds this conversation/);
});

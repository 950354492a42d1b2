import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { command } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { SignalDialog } from "./SignalDialog";

const api = vi.hoisted(() => ({ sendSignal: vi.fn(), listSignals: vi.fn() }));
vi.mock("../../api/commandWays", async (original) => ({ ...(await original<object>()), ...api }));

const waits = { id: "w", task_type: "event.listen", parameters: { any: [{ type: "order.paid" }, { says: "ok" }] } };
const event = { type: "order.made", source: "/", id: "1", time: "2026-11-21T08:00:00Z" };

beforeEach(() => {
  api.sendSignal.mockReset().mockResolvedValue({});
  api.listSignals.mockReset().mockResolvedValue({
    results: [{ id: "s", command: "k1", event, taken: true, created_at: "2026-11-21T08:00:00Z" }],
    next: null,
  });
});

it("tells a run what it waits for, with details, and shows what it was told before", async () => {
  const onClose = vi.fn();
  renderWithLive(<SignalDialog command={command({ alt: { segments: [waits] } })} onClose={onClose} />);
  const user = userEvent.setup();
  expect(screen.getByRole("combobox", { name: /What happened/ })).toHaveProperty("value", "order.paid");
  expect(await screen.findByText("order.made")).toBeDefined();
  const details = screen.getByRole("textbox", { name: /Details/ });
  await user.click(details);
  await user.paste("{paid");
  await user.click(screen.getByRole("button", { name: "Tell it" }));
  expect(screen.getByRole("alert").textContent).toBe("The details are no valid JSON.");
  expect(api.sendSignal).not.toHaveBeenCalled();
  await user.clear(details);
  await user.paste('{"paid": true}');
  await user.click(screen.getByRole("button", { name: "Tell it" }));
  expect(api.sendSignal).toHaveBeenCalledExactlyOnceWith(
    "k1",
    expect.objectContaining({ type: "order.paid", data: { paid: true } }),
  );
  await waitFor(() => expect(onClose).toHaveBeenCalled());
});

import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Pending } from "../../sync/state";
import { renderWithLive } from "../../testing/withLive";
import rowStyles from "./MessageRow.module.css";
import { PendingRow } from "./PendingRow";

const pending: Pending = {
  client_id: "c-1",
  conversation: "room",
  kind: "message",
  text: "hello",
  created_at: "",
  state: "failed",
  failure: { code: "x", text: "You cannot write here." },
};

it("a failed one says why and can be sent again or discarded", async () => {
  const { live } = renderWithLive(<PendingRow pending={pending} first />, { outbox: [pending] });
  expect(screen.getByRole("alert").textContent).toContain("You cannot write here.");
  const retry = vi.spyOn(live.outbox, "retry").mockImplementation(() => undefined);
  await userEvent.click(screen.getByRole("button", { name: "Send again" }));
  expect(retry).toHaveBeenCalledWith("c-1");
  await userEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(live.store.getState().outbox).toEqual([]);
});

it("one without a connection says that it waits", () => {
  renderWithLive(<PendingRow pending={{ ...pending, state: "queued", failure: null }} first />);
  expect(screen.getByText("Waits for the connection")).toBeDefined();
});

it.each([
  ["🎉", "message", true],
  ["🎉 done", "message", false],
  ["🎉", "command", false],
] as const)("%s as a %s: large %s", (text, kind, large) => {
  renderWithLive(<PendingRow pending={{ ...pending, text, kind }} first />);
  expect(screen.getByText(text).closest(`.${rowStyles.emoji}`) !== null).toBe(large);
});

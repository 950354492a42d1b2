import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { bora, conversation } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { DetailsPane } from "./DetailsPane";

const blocked: { user: typeof bora; created_at: string }[] = [];
const calls = vi.hoisted(() => ({ block: vi.fn(), unblock: vi.fn(), listBlocks: vi.fn() }));
vi.mock("../../api/account", () => calls);

it("somebody can be blocked, after a word about what it means, and let in again", async () => {
  calls.listBlocks.mockImplementation(async () => [...blocked]);
  calls.block.mockImplementation(async () => blocked.push({ user: bora, created_at: "" }));
  calls.unblock.mockImplementation(async () => blocked.pop());
  renderWithLive(<DetailsPane conversation={conversation()} group={undefined} onClose={() => undefined} />);
  await userEvent.click(await screen.findByRole("button", { name: "Block Bora Demir" }));
  expect(calls.block).not.toHaveBeenCalled();
  expect(screen.getByText(/can no longer write to you alone/)).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Block Bora Demir" }));
  expect(calls.block).toHaveBeenCalledWith("bora");
  await userEvent.click(await screen.findByRole("button", { name: "Unblock Bora Demir" }));
  expect(calls.unblock).toHaveBeenCalledWith("bora");
  expect(await screen.findByRole("button", { name: "Block Bora Demir" })).toBeDefined();
});

import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { ApiProblem } from "../../api/problem";
import { renderWithLive } from "../../testing/withLive";
import { ChaosSwitch } from "./ChaosSwitch";

const api = vi.hoisted(() => ({ readModes: vi.fn(), changeModes: vi.fn() }));
vi.mock("../../api/commandWays", async (original) => ({ ...(await original<object>()), ...api }));

it("allows Chaos, and says so where that was refused", async () => {
  api.readModes.mockResolvedValue({ modes: ["normal", "dream", "explore"] });
  api.changeModes.mockResolvedValueOnce({ modes: ["normal", "dream", "explore", "chaos"] });
  renderWithLive(<ChaosSwitch conversation="room" />);
  const box = await screen.findByRole<HTMLInputElement>("checkbox", { name: "Allow Chaos here" });
  await waitFor(() => expect(box.disabled).toBe(false));
  expect(box.checked).toBe(false);
  await userEvent.click(box);
  expect(api.changeModes).toHaveBeenCalledWith("room", true);
  await waitFor(() => expect(box.checked).toBe(true));
  const detail = "Only who may change this conversation decides on modes here.";
  api.changeModes.mockRejectedValueOnce(new ApiProblem({ type: "", title: "", status: 403, detail, code: "x" }));
  await userEvent.click(box);
  expect((await screen.findByRole("alert")).textContent).toBe(detail);
  expect(box.checked).toBe(true);
});

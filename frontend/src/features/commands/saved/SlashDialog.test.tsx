import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { SavedCommand, SavedForm } from "../../../api/commandTypes";
import { ApiProblem } from "../../../api/problem";
import { bora, command } from "../../../testing/factories";
import { renderWithLive } from "../../../testing/withLive";
import { SlashDialog } from "./SlashDialog";

const api = vi.hoisted(() => ({ getSavedForm: vi.fn(), runSavedCommand: vi.fn() }));
vi.mock("../../../api/savedCommands", async (original) => ({ ...(await original<object>()), ...api }));

const saved: SavedCommand = {
  id: "s1",
  name: "hava",
  description: "Weather of a city",
  title: "Weather",
  conversation: null,
  server: null,
  author: bora,
  input_count: 3,
  created_at: "2026-11-21T09:00:00Z",
  version: 1,
};
const form: SavedForm = {
  inputs: {
    city: { type: "string", title: "City", enum: ["İzmir", "Van"], required: true },
    limit: { type: "integer", title: "At most", minimum: 1, default: 3 },
    short: { type: "boolean", title: "In short", default: true },
  },
  variables: {},
  steps: [{ title: "Say it", task_type: "set" }],
  mode: "normal",
  shown_first: false,
  may_change: true,
};
const onClose = vi.fn();
const onDone = vi.fn();

beforeEach(() => {
  api.getSavedForm.mockReset().mockResolvedValue(form);
  api.runSavedCommand.mockReset().mockResolvedValue(command({ message: null }));
  onClose.mockReset();
  onDone.mockReset();
});

const show = (rest = "") =>
  renderWithLive(<SlashDialog saved={saved} rest={rest} conversation="room" onClose={onClose} onDone={onDone} />);

it("asks for what is missing, beside the field, and sends typed values", async () => {
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Run" }));
  const city = screen.getByRole("combobox", { name: /City/ });
  expect(api.runSavedCommand).not.toHaveBeenCalled();
  expect(city.getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(city);
  expect(screen.getByText("This is needed.").id).toBe(city.getAttribute("aria-describedby"));
  await userEvent.selectOptions(city, "Van");
  await userEvent.click(screen.getByRole("checkbox", { name: "In short" }));
  await userEvent.click(screen.getByRole("button", { name: "Run" }));
  expect(api.runSavedCommand).toHaveBeenCalledWith("s1", {
    variables: { city: "Van", limit: 3, short: false },
    conversation: "room",
    client_id: expect.any(String),
  });
  expect(onDone).toHaveBeenCalledOnce();
  expect(onClose).toHaveBeenCalledOnce();
});

it("is filled with what was typed behind the name", async () => {
  show("Van limit=7");
  expect(await screen.findByRole("combobox", { name: /City/ })).toHaveProperty("value", "Van");
  expect(screen.getByRole("textbox", { name: "At most" })).toHaveProperty("value", "7");
});

it("puts what the server refuses beside the field, and sends the same id again", async () => {
  api.runSavedCommand.mockRejectedValueOnce(
    new ApiProblem({
      type: "",
      title: "Invalid",
      status: 422,
      detail: "",
      code: "alt.invalid",
      errors: [{ pointer: "/variables/city", detail: "Not this city.", code: "alt.input_invalid" }],
    }),
  );
  show("Van");
  await userEvent.click(await screen.findByRole("button", { name: "Run" }));
  expect(await screen.findByText("Not this city.")).toBeDefined();
  expect(onClose).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Run" }));
  const [first, second] = api.runSavedCommand.mock.calls.map(([, body]) => body.client_id);
  expect(first).toBe(second);
});

it("says whose it is where the plan is shown first", async () => {
  api.getSavedForm.mockResolvedValue({ ...form, shown_first: true });
  show("Van");
  expect(await screen.findByText(/Bora Demir wrote this/)).toBeDefined();
  expect(screen.getByRole("button", { name: "Go to the plan" })).toBeDefined();
});

it("can be tried again where it did not load", async () => {
  api.getSavedForm.mockRejectedValueOnce(new Error("away"));
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("button", { name: "Run" })).toBeDefined();
});

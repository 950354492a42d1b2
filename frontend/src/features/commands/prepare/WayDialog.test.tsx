import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { command, message } from "../../../testing/factories";
import { renderWithLive } from "../../../testing/withLive";
import { WayDialog } from "./WayDialog";

const ways = vi.hoisted(() => ({ previewCommand: vi.fn(), askCommand: vi.fn(), readModes: vi.fn() }));
const endpoints = vi.hoisted(() => ({ confirmCommand: vi.fn(), getMessage: vi.fn(), cancelCommand: vi.fn() }));
vi.mock("../../../api/commandWays", async (original) => ({ ...(await original<object>()), ...ways }));
vi.mock("../../../api/endpoints", async (original) => ({ ...(await original<object>()), ...endpoints }));

const segments = [{ id: "get", task_type: "http.request", title: "Get the table" }];

beforeEach(() => {
  ways.previewCommand.mockReset().mockResolvedValue({ segments });
  ways.readModes.mockReset().mockResolvedValue({ modes: [] });
  ways.askCommand.mockReset().mockResolvedValue(command({ id: "new", message: null, state: "queued" }));
  endpoints.cancelCommand.mockReset().mockResolvedValue(command({ message: null, state: "cancelled" }));
  endpoints.getMessage.mockReset().mockResolvedValue(message(1, { thread: "m0" }));
});

it("puts the new plan in the place of the proposed one, in its thread", async () => {
  renderWithLive(<WayDialog command={command({ persona: "researcher" })} onClose={vi.fn()} />);
  expect(await screen.findByText("Mode: Normal · Persona: Researcher")).toBeDefined();
  const run = screen.getByRole<HTMLButtonElement>("button", { name: "Run" });
  await waitFor(() => expect(run.disabled).toBe(false), { timeout: 3_000 });
  await userEvent.click(run);
  expect(ways.askCommand).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ text: "download the file and count the rows", persona: "researcher", thread: "m0" }),
  );
  await waitFor(() => expect(endpoints.cancelCommand).toHaveBeenCalledExactlyOnceWith("k1"));
  expect(endpoints.confirmCommand).not.toHaveBeenCalled(); // it is not proposed any more
});

it("a document stays one", async () => {
  const alt = { alt: "2.0", mode: "dream", segments };
  renderWithLive(<WayDialog command={command({ source: "document", alt })} onClose={vi.fn()} />);
  const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "The .alt document" });
  expect(JSON.parse(field.value)).toEqual(alt);
});

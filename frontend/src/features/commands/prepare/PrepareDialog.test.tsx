import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { AltDocument } from "../../../api/commandWays";
import { ApiProblem } from "../../../api/problem";
import { command } from "../../../testing/factories";
import { renderWithLive } from "../../../testing/withLive";
import { PrepareDialog, type Prepared } from "./PrepareDialog";

const ways = vi.hoisted(() => ({ previewCommand: vi.fn(), askCommand: vi.fn(), readModes: vi.fn() }));
const endpoints = vi.hoisted(() => ({ confirmCommand: vi.fn(), getMessage: vi.fn() }));
vi.mock("../../../api/commandWays", async (original) => ({ ...(await original<object>()), ...ways }));
vi.mock("../../../api/endpoints", async (original) => ({ ...(await original<object>()), ...endpoints }));

const alt = (metadata: Record<string, unknown> = {}, more: Partial<AltDocument> = {}): AltDocument => ({
  title: "Count the cities",
  mode: "normal",
  metadata,
  segments: [
    { id: "get", task_type: "http.request", title: "Get the table" },
    { id: "count", task_type: "data.transform", title: "Count by city", dependencies: ["get"] },
  ],
  ...more,
});
const proposals = [
  { id: "p1", title: "Keep it as a file", why: "To compare.", segments: [{ id: "a", title: "Save" }] },
];
const variants = [{ id: "v1", title: "3 → 6", changes: [{ segment: "count", pointer: "/limit", from: 3, to: 6 }] }];
const asked = (changes = {}) => command({ id: "k9", message: null, state: "proposed", ...changes });

beforeEach(() => {
  ways.previewCommand.mockReset().mockResolvedValue(alt());
  ways.askCommand.mockReset().mockResolvedValue(asked());
  ways.readModes.mockReset().mockResolvedValue({ modes: ["normal", "dream", "explore"] });
  endpoints.confirmCommand.mockReset().mockResolvedValue(asked({ state: "queued" }));
});

function show(prepared: Prepared = { text: "count the cities" }) {
  const calls = { onClose: vi.fn(), onDone: vi.fn() };
  const shown = renderWithLive(<PrepareDialog prepared={prepared} conversation="room" {...calls} />);
  return { ...shown, ...calls, user: userEvent.setup() };
}
const run = () => screen.getByRole<HTMLButtonElement>("button", { name: "Run" });
const ready = () => waitFor(() => expect(run().disabled).toBe(false), { timeout: 3_000 });
const way = async (user: ReturnType<typeof userEvent.setup>) => user.click(await screen.findByText(/^Mode:/));

describe("a wish", () => {
  it("is shown as a plan before anything is asked for, then runs in this conversation", async () => {
    const { user, onClose, onDone } = show();
    expect(await screen.findByText("Count by city")).toBeDefined();
    expect(ways.askCommand).not.toHaveBeenCalled();
    await ready();
    await user.click(run());
    expect(ways.askCommand).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ text: "count the cities", conversation: "room", confirm: true }),
    );
    expect(endpoints.confirmCommand).toHaveBeenCalledExactlyOnceWith("k9", undefined);
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(onDone).toHaveBeenCalled();
  });

  it("is read in the mode and persona that one chooses; what Dream proposes is marked and can be taken in", async () => {
    ways.previewCommand.mockImplementation(async ({ mode }) => (mode === "dream" ? alt({ proposals }) : alt()));
    const { user } = show();
    await way(user);
    await user.click(screen.getByRole("radio", { name: /^Dream/ }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Persona" }), "Researcher");
    const offer = await screen.findByRole("checkbox", { name: /Keep it as a file/ }, { timeout: 3_000 });
    expect(offer.closest("label")?.textContent).toContain("Proposal");
    await user.click(offer);
    await ready();
    await user.click(run());
    expect(ways.askCommand).toHaveBeenCalledWith(expect.objectContaining({ mode: "dream", persona: "researcher" }));
    expect(endpoints.confirmCommand).toHaveBeenCalledWith("k9", { proposals: ["p1"] });
  });

  it("shows what Explore found side by side, and runs the one that is chosen", async () => {
    ways.previewCommand.mockResolvedValue(alt({ variants }, { mode: "explore" }));
    const { user } = show();
    await user.click(await screen.findByRole("radio", { name: "3 → 6" }));
    await ready();
    await user.click(run());
    expect(endpoints.confirmCommand).toHaveBeenCalledWith("k9", { variant: "v1" });
  });

  it("says so where a mode has nothing to offer", async () => {
    ways.previewCommand.mockResolvedValue(alt({ variants: [] }, { mode: "explore" }));
    show();
    expect(await screen.findByText(/Explore found no value/)).toBeDefined();
  });

  it("does not offer Chaos where the conversation does not allow it", async () => {
    const { user } = show();
    await way(user);
    const chaos = screen.getByLabelText<HTMLInputElement>(/^Chaos/);
    expect(chaos.disabled).toBe(true);
    expect(chaos.closest("label")?.textContent).toContain("Not allowed in this conversation");
  });

  it("offers Chaos with its level where the conversation allows it", async () => {
    ways.readModes.mockResolvedValue({ modes: ["normal", "dream", "explore", "chaos"] });
    const { user } = show();
    await way(user);
    const chaos = screen.getByLabelText<HTMLInputElement>(/^Chaos/);
    await waitFor(() => expect(chaos.disabled).toBe(false));
    await user.click(chaos);
    expect(screen.getByLabelText(/^Level/).getAttribute("aria-valuetext")).toBe("Level 1 of 10");
    await waitFor(
      () =>
        expect(ways.previewCommand.mock.lastCall?.[0]).toEqual({
          text: "count the cities",
          mode: "chaos",
          chaos_level: 1,
        }),
      { timeout: 3_000 },
    );
  });

  it("does not run while something is open; the answer goes along", async () => {
    const text = { tr: "Hangi adres?", en: "Which address?" };
    ways.previewCommand.mockResolvedValue(
      alt({ questions: [{ segment: "get", code: "missing", parameter: "url", text }] }),
    );
    const { user } = show();
    await user.type(await screen.findByRole("textbox", { name: "Which address?" }), "https://a.example");
    await user.clear(screen.getByRole("textbox", { name: "Which address?" }));
    expect(run().disabled).toBe(true);
    expect(screen.getByText(/1 question is open/)).toBeDefined();
    await user.type(screen.getByRole("textbox", { name: "Which address?" }), "https://a.example");
    await ready();
    await user.click(run());
    expect(endpoints.confirmCommand).toHaveBeenCalledWith("k9", {
      answers: [{ segment: "get", code: "missing", parameter: "url", value: "https://a.example" }],
    });
  });

  it("can be put into the conversation without running", async () => {
    const { user } = show();
    await user.click(screen.getByRole("checkbox", { name: /Only put the plan/ }));
    const put = screen.getByRole<HTMLButtonElement>("button", { name: "Put it there" });
    await waitFor(() => expect(put.disabled).toBe(false), { timeout: 3_000 });
    await user.click(put);
    expect(ways.askCommand).toHaveBeenCalled();
    expect(endpoints.confirmCommand).not.toHaveBeenCalled();
  });

  it("says why it could not be shown, and tries again", async () => {
    ways.previewCommand.mockRejectedValueOnce(
      new ApiProblem({ type: "", title: "Busy", status: 400, detail: "Too much.", code: "x" }),
    );
    const { user } = show();
    expect((await screen.findByRole("alert")).textContent).toContain("Too much.");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Count by city")).toBeDefined();
  });
});

describe("a document", () => {
  it("shows its faults by line and column, and does not run with them", async () => {
    const errors = [{ detail: "There is no such task type.", line: 4, column: 9, suggestion: "text.count" }];
    ways.previewCommand.mockRejectedValue(
      new ApiProblem({ type: "", title: "", status: 422, detail: "", code: "alt.invalid", errors }),
    );
    show({ alt: "alt: '2.0'\n\n\n  - {id: x}" });
    const faults = await screen.findByRole("alert");
    expect(within(faults).getByRole("button", { name: "Line 4, column 9" })).toBeDefined();
    expect(faults.textContent).toContain("There is no such task type.");
    expect(faults.textContent).toContain("text.count");
    expect(run().disabled).toBe(true);
  });

  it("is sent as a document, not as words", async () => {
    const { user } = show({ alt: 'alt: "2.0"' });
    expect(screen.queryByText(/^Mode:/)).toBeNull();
    await ready();
    await user.click(run());
    const body = ways.askCommand.mock.lastCall?.[0];
    expect(body).toMatchObject({ alt: 'alt: "2.0"', conversation: "room" });
    expect(body).not.toHaveProperty("text");
  });
});

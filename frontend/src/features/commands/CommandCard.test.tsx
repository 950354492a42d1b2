import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../../api/problem";
import type { Card } from "../../api/types";
import { card, command, task } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { loadMarkdown } from "../../ui/markdownLoader";
import { CommandCard } from "./CommandCard";

const api = vi.hoisted(() => ({
  confirmCommand: vi.fn(),
  cancelCommand: vi.fn(),
  rerunCommand: vi.fn(),
  pauseCommand: vi.fn(),
  resumeCommand: vi.fn(),
  getAltYaml: vi.fn(),
  getMessage: vi.fn(),
}));
vi.mock("../../api/endpoints", async (original) => ({ ...(await original<object>()), ...api }));
const ways = vi.hoisted(() => ({ readSimilar: vi.fn() }));
vi.mock("../../api/commandWays", async (original) => ({ ...(await original<object>()), ...ways }));

const show = (changes: Partial<Card> = {}, mine = true) =>
  renderWithLive(<CommandCard id="k1" command={card(changes)} mine={mine} />);
const buttons = () => screen.getAllByRole("button").map((button) => button.textContent);

beforeEach(async () => {
  for (const mock of Object.values(api)) mock.mockReset().mockResolvedValue(command({ message: null }));
  ways.readSimilar.mockReset().mockResolvedValue({ command: null, definition: null });
  await loadMarkdown();
});

describe("each state", () => {
  it("proposed: shows the plan and asks its owner", async () => {
    show();
    expect(screen.getByText("Waits for your confirmation")).toBeDefined();
    expect(screen.getByText("Check the plan, then run it.")).toBeDefined();
    const plan = screen.getByRole("list", { name: "Plan" });
    expect(within(plan).getByText("Task count")).toBeDefined();
    expect(plan.textContent).toContain("after Task fetch");
    await userEvent.click(screen.getByRole("button", { name: "Run it" }));
    expect(api.confirmCommand).toHaveBeenCalledWith("k1");
  });

  it("proposed: offers nothing to the others", () => {
    show({}, false);
    expect(buttons()).toEqual(["Flow", "List", ""]);
    expect(screen.getByText("Waits for confirmation")).toBeDefined();
  });

  it("proposed: says how grave it is, and no more once it runs", () => {
    const risk = { level: "high", why: ["deletes", "mails"] } as const;
    const { unmount } = show({ risk: { ...risk, why: [...risk.why] } });
    expect(screen.getByText("High risk").parentElement?.textContent).toBe("High risk deletes · sends mail");
    unmount();
    show({ risk: { level: "low", why: [] } });
    expect(screen.queryByText("Low risk")).toBeNull();
  });

  it("proposed: says what is different from the last one like it, to its owner", async () => {
    const changes = [
      { pointer: "/metadata/text", change: "changed", before: "x", after: "y" },
      { pointer: "/segments/a/parameters/limit", change: "changed", before: 3, after: 5 },
    ];
    const last = { id: "k0", title: "Top cities", state: "succeeded", finished_at: null };
    ways.readSimilar.mockResolvedValue({ command: last, definition: { same: false, more: false, changes } });
    show();
    expect(await screen.findByText("1 difference from the last time: Top cities")).toBeDefined();
    expect(screen.getByText("5").tagName).toBe("INS");
    expect(ways.readSimilar).toHaveBeenCalledWith("k1", expect.anything());
  });

  it("proposed: asks what is open, and no more once it runs", () => {
    const text = { tr: "Hangi adres çağrılsın?", en: "Which address shall be called?" };
    const questions = [{ segment: "fetch", code: "missing", parameter: "url", text }];
    const { unmount } = show({ why: "missing_parameter", questions });
    expect(within(screen.getByRole("list", { name: "What is open" })).getByText(text.en)).toBeDefined();
    unmount();
    show({ state: "running", why: null, questions });
    expect(screen.queryByText(text.en)).toBeNull();
  });

  it("proposed: does not run before what is open is answered, or left as it is where it can be", async () => {
    const say = (words: string) => ({ tr: words, en: words });
    const questions = [
      { segment: "fetch", code: "missing", parameter: "url", text: say("Which address?") },
      { segment: "count", code: "where", text: say("Where shall it go?") },
    ];
    show({ why: "missing_parameter", questions });
    const run = screen.getByRole<HTMLButtonElement>("button", { name: "Run it" });
    expect(run.disabled).toBe(true);
    expect(screen.getByText(/2 questions are open/).id).toBe(run.getAttribute("aria-describedby"));
    // A missing value cannot be left out.
    const skip = screen.getByRole("checkbox", {
      name: "Leave it as the plan has it",
      description: "Where shall it go?",
    });
    await userEvent.click(skip);
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Where shall it go?" }).disabled).toBe(true);
    expect(run.disabled).toBe(true);
    await userEvent.type(screen.getByRole("textbox", { name: "Which address?" }), "https://a.example");
    expect(run.disabled).toBe(false);
    await userEvent.click(run);
    expect(api.confirmCommand).toHaveBeenCalledWith("k1", {
      answers: [{ segment: "fetch", code: "missing", parameter: "url", value: "https://a.example" }],
    });
  });

  it("proposed: says what to do where no field helps", () => {
    show({ why: "no_task", questions: [{ segment: null, code: "no_task", text: { tr: "Ne?", en: "What?" } }] });
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Run it" }).disabled).toBe(true);
    expect(screen.getByText("Say it in other words, or edit the plan.")).toBeDefined();
    expect(screen.queryByRole("checkbox")).toBeNull();
  });

  it("says in which mode it is, and can be asked for in another one only before it runs", async () => {
    const { unmount } = show({ mode: "dream", why: "dream" });
    expect(screen.getByRole("heading", { name: "Count the rows Dream" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "More" }));
    expect(await screen.findByRole("menuitem", { name: "Another mode or persona…" })).toBeDefined();
    unmount();
    show({ state: "running", why: null, mode: "normal" });
    expect(screen.getByRole("heading", { name: "Count the rows" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "More" }));
    await screen.findAllByRole("menuitem");
    expect(screen.queryByRole("menuitem", { name: "Another mode or persona…" })).toBeNull();
  });

  it("can be told what happened while a task of it listens", async () => {
    show(
      { state: "waiting", why: null, tasks: [task("wait", { task_type: "event.listen", state: "waiting" })] },
      false,
    );
    await userEvent.click(screen.getByRole("button", { name: "More" }));
    expect(await screen.findByRole("menuitem", { name: "Tell it what happened…" })).toBeDefined();
  });

  it("proposed: can be cancelled", async () => {
    show();
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(api.cancelCommand).toHaveBeenCalledWith("k1");
  });

  it("running: shows how far it is and can be stopped", async () => {
    show({
      state: "running",
      progress: { done: 1, total: 2 },
      tasks: [
        task("fetch", { state: "succeeded", duration_ms: 1_200 }),
        task("count", { state: "running", progress: 0.5, detail: "half", dependencies: ["fetch"] }),
      ],
    });
    expect(screen.getByText("1/2")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "List" }));
    expect(screen.getByText("1.2 sec")).toBeDefined();
    expect(screen.getByText("half")).toBeDefined();
    expect(screen.getByRole("progressbar", { name: "Task count" })).toHaveProperty("value", 0.5);
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    expect(api.cancelCommand).toHaveBeenCalledWith("k1");
  });

  it("succeeded: shows the result, the files, and runs again", async () => {
    const links = { ...card().links, last: "/l", atlas: "/a", report: "/r" };
    show({ state: "succeeded", result: { text: "**42** rows" }, links });
    expect(screen.getByText("42").tagName).toBe("STRONG");
    const files = within(screen.getByRole("list", { name: "Files of this command" })).getAllByRole("link");
    expect(files.map((link) => [link.textContent, link.getAttribute("href")])).toEqual([
      ["Report", "/r"],
      [".alt", "/api/v1/commands/k1/alt"],
      [".last", "/l"],
      [".atlas", "/a"],
    ]);
    await userEvent.click(screen.getByRole("button", { name: "Run again" }));
    expect(api.rerunCommand).toHaveBeenCalledWith("k1");
  });

  it("failed: says what went wrong and what to do", () => {
    show({
      state: "failed",
      error: { code: "task.http", title: "Not downloaded", detail: "The address answered 404." },
    });
    expect(screen.getByText("Not downloaded")).toBeDefined();
    expect(screen.getByText("The address answered 404.")).toBeDefined();
    expect(screen.getByText(/Change the plan or the text/)).toBeDefined();
  });

  it("pauses what runs and goes on with what is paused", async () => {
    const { unmount } = show({ state: "running", why: null });
    await userEvent.click(screen.getByRole("button", { name: "Pause" }));
    expect(api.pauseCommand).toHaveBeenCalledWith("k1");
    unmount();
    show({ state: "paused", why: null });
    expect(screen.queryByRole("button", { name: "Pause" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Go on" }));
    expect(api.resumeCommand).toHaveBeenCalledWith("k1");
  });

  it("goes on from the failure, where something had run", async () => {
    const { unmount } = show({ state: "failed", started_at: "2026-11-21T09:00:00Z" });
    await userEvent.click(screen.getByRole("button", { name: "Go on from the failure" }));
    expect(api.rerunCommand).toHaveBeenCalledWith("k1", { start: "failed" });
    unmount();
    show({ state: "cancelled", started_at: null });
    expect(screen.queryByRole("button", { name: "Go on from the failure" })).toBeNull();
  });

  it("says when a command runs that waits for its moment", () => {
    show({ state: "queued", why: null, started_at: null, starts_at: "2126-11-24T06:00:00Z" });
    expect(document.querySelector("time")?.getAttribute("datetime")).toBe("2126-11-24T06:00:00Z");
  });

  it.each(["queued", "waiting", "paused", "cancelled"] as const)("%s has its word", (state) => {
    show({ state });
    expect(screen.getByRole("region").getAttribute("data-state")).toBe(state);
  });
});

it("says why an action was refused", async () => {
  const problem = { type: "", title: "No", status: 409, detail: "It has ended already.", code: "command.has_ended" };
  api.confirmCommand.mockRejectedValue(new ApiProblem(problem));
  show();
  await userEvent.click(screen.getByRole("button", { name: "Run it" }));
  expect((await screen.findByRole("alert")).textContent).toContain("It has ended already.");
});

it("runs an edited plan; faults are shown with their place", async () => {
  api.getAltYaml.mockResolvedValue('alt: "2.0"\nsegments: []\n');
  api.confirmCommand.mockRejectedValueOnce(
    new ApiProblem({
      type: "",
      title: "Invalid",
      status: 422,
      detail: "",
      code: "alt.invalid",
      errors: [{ line: 2, column: 11, detail: "There is no segment.", suggestion: "segments:" }],
    }),
  );
  show();
  await userEvent.click(screen.getByRole("button", { name: "Edit the plan" }));
  const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "The .alt document" });
  await userEvent.type(field, "x");
  await userEvent.click(screen.getByRole("button", { name: "Run this plan" }));
  expect(await screen.findByText("There is no segment.")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Line 2, column 11" }));
  expect(field.selectionStart).toBe(21);
  await userEvent.click(screen.getByRole("button", { name: "Run this plan" }));
  expect(api.confirmCommand).toHaveBeenLastCalledWith("k1", { alt: 'alt: "2.0"\nsegments: []\nx' });
  expect(screen.queryByRole("dialog")).toBeNull();
});

describe("choosing before it runs", () => {
  const proposals = [
    { id: "p1", title: "Also mail it", why: "Others wait for it", steps: ["Mail the rows"] },
    { id: "p2", title: "Keep a copy", why: "", steps: [] },
  ];
  const change = { segment: "count", pointer: "/limit", before: 3, after: 6 };
  const variants = [{ id: "v1", title: "Count: 3 → 6", changes: [change] }];

  it("Dream: what is ticked is taken in", async () => {
    show({ why: "dream", mode: "dream", proposals });
    await userEvent.click(screen.getByRole("checkbox", { name: /Also mail it/ }));
    await userEvent.click(screen.getByRole("button", { name: "Run it" }));
    expect(api.confirmCommand).toHaveBeenCalledWith("k1", { proposals: ["p1"] });
  });

  it("Explore: one of the variants runs, or the plan as it stands", async () => {
    show({ why: "explore", mode: "explore", variants });
    expect(screen.getByRole("radio", { name: "As it stands" })).toHaveProperty("checked", true);
    await userEvent.click(screen.getByRole("radio", { name: "Count: 3 → 6" }));
    await userEvent.click(screen.getByRole("button", { name: "Run it" }));
    expect(api.confirmCommand).toHaveBeenCalledWith("k1", { variant: "v1" });
  });

  it("Explore: another variant runs again afterwards", async () => {
    show({
      state: "succeeded",
      why: null,
      variants: [...variants, { ...variants[0], id: "v2" } as never],
      variant: "v1",
    });
    expect(screen.getByText("this run")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Run this one" }));
    expect(api.rerunCommand).toHaveBeenCalledWith("k1", { variant: "v2" });
  });

  it("what is asked is answered in the card", async () => {
    const text = { tr: "Hangi adres?", en: "Which address?" };
    show({ questions: [{ segment: "fetch", code: "missing", parameter: "url", text }] });
    await userEvent.type(screen.getByRole("textbox", { name: "Which address?" }), "https://example.org");
    await userEvent.click(screen.getByRole("button", { name: "Run it" }));
    expect(api.confirmCommand).toHaveBeenCalledWith("k1", {
      answers: [{ segment: "fetch", code: "missing", parameter: "url", value: "https://example.org" }],
    });
  });

  it("others see what is offered, and choose nothing", () => {
    show({ why: "dream", proposals, variants }, false);
    expect(screen.getByText("Also mail it")).toBeDefined();
    expect(screen.queryByRole("checkbox")).toBeNull();
    expect(screen.queryByRole("radio")).toBeNull();
  });

  it("Chaos says so, and where it cannot reach", () => {
    show({ state: "running", mode: "chaos", chaos: { level: 4, faults: 2 } });
    expect(screen.getByText(/Chaos, level 4: 2 faults on purpose/)).toBeDefined();
  });
});

it("a loop tells of its rounds, and a block whose it is", async () => {
  const each = task("each", { task_type: "loop.each", title: "Every row" });
  const inside = task("post", { opener: "each", branch: "each", rounds: { done: 12, failed: 1 } });
  show({ state: "running", tasks: [each, inside] });
  expect(screen.getByRole("list", { name: "Plan" }).textContent).toContain("12 rounds, 1 failed");
  await userEvent.click(screen.getByRole("button", { name: "List" }));
  expect(screen.getByText("in Every row: each")).toBeDefined();
});

describe("what a task does inside", () => {
  const greet = task("greet", {
    task_type: "call",
    state: "running",
    inner: {
      name: "greet",
      count: 2,
      tasks: [task("ask", { state: "succeeded" }), task("say", { state: "running", dependencies: ["ask"] })],
    },
  });

  it("is entered from the picture, and left again; the focus goes along", async () => {
    show({ state: "running", tasks: [greet, task("after", { dependencies: ["greet"] })] });
    expect(within(screen.getByRole("list", { name: "Plan" })).getByText("2 steps")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Show the steps of Task greet" }));
    const steps = screen.getByRole("list", { name: "greet" });
    expect(
      within(steps)
        .getAllByRole("listitem")
        .map((step) => step.textContent),
    ).toEqual([expect.stringContaining("Task ask"), expect.stringMatching(/Task say.*after Task ask/)]);
    expect(screen.queryByRole("list", { name: "Plan" })).toBeNull();
    expect(document.activeElement?.textContent).toBe("Whole plan");
    await userEvent.keyboard("{Enter}");
    expect(screen.getByRole("list", { name: "Plan" })).toBeDefined();
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Show the steps of Task greet");
  });

  it("stands in the list below it", async () => {
    show({ state: "running", tasks: [greet] });
    await userEvent.click(screen.getByRole("button", { name: "List" }));
    expect(within(screen.getByRole("list", { name: "greet" })).getByText("Task say")).toBeDefined();
  });

  it("is named where its steps are not known yet, or not all told", () => {
    const called = task("call", { task_type: "command.run", inner: { name: "report", count: 0, tasks: [] } });
    const long = task("long", { inner: { name: "f", count: 30, tasks: [task("one")] } });
    show({ tasks: [called, long] });
    expect(screen.getByText("report")).toBeDefined();
    expect(screen.queryByRole("button", { name: /Task call/ })).toBeNull();
    expect(screen.getByText("30 steps (the first 1)")).toBeDefined();
  });
});

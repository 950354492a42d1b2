import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { PersonTask } from "../../api/commandTypes";
import { ApiProblem } from "../../api/problem";
import { ayse, bora, cem, conversation, message } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { doable, nearness } from "./rights";
import { TaskDialog } from "./TaskDialog";
import { TasksPage } from "./TasksPage";

const api = vi.hoisted(() => ({
  listTasks: vi.fn(),
  changeTask: vi.fn(),
  createTask: vi.fn(),
  listTaskComments: vi.fn(),
  commentTask: vi.fn(),
}));
vi.mock("../../api/work", async (original) => ({ ...(await original<object>()), ...api }));

const task = (changes: Partial<PersonTask> = {}): PersonTask => ({
  id: "t1",
  kind: "todo",
  state: "open",
  title: "Finish the report",
  text: "",
  author: bora,
  assignees: [ayse],
  conversation: null,
  message: null,
  command: null,
  segment: null,
  needed: 1,
  right: null,
  decisions: [],
  due_at: null,
  expires_at: null,
  remind_at: null,
  rrule: null,
  completed_at: null,
  completed_by: null,
  comment_count: 0,
  created_at: "2026-11-21T09:00:00Z",
  version: 1,
  ...changes,
});
const page = <T,>(...results: T[]) => ({ results, next: null, previous: null });

beforeEach(() => {
  for (const mock of Object.values(api)) mock.mockReset().mockResolvedValue(task());
  api.listTasks.mockResolvedValue(page(task()));
  api.listTaskComments.mockResolvedValue(page());
});

it("shows what waits for me, and completes it", async () => {
  renderWithLive(<TasksPage />);
  expect(api.listTasks.mock.calls[0]?.[0]).toEqual({ role: "mine", state: "open" });
  await userEvent.click(await screen.findByRole("button", { name: "Done: Finish the report" }));
  expect(api.changeTask).toHaveBeenCalledWith("t1", { state: "done" });
});

it("an approval is given or refused, and says why it cannot be", async () => {
  api.listTasks.mockResolvedValue(page(task({ kind: "approval" })));
  api.changeTask.mockRejectedValueOnce(
    new ApiProblem({
      type: "",
      title: "No",
      status: 403,
      detail: "You do not decide here.",
      code: "task.cannot_decide",
    }),
  );
  renderWithLive(<TasksPage />);
  await userEvent.click(await screen.findByRole("button", { name: "Approve: Finish the report" }));
  expect((await screen.findByRole("alert")).textContent).toBe("You do not decide here.");
  await userEvent.click(screen.getByRole("button", { name: "Reject: Finish the report" }));
  expect(api.changeTask).toHaveBeenLastCalledWith("t1", { decision: "reject" });
});

it("is talked about", async () => {
  renderWithLive(<TasksPage />);
  await userEvent.click(await screen.findByRole("button", { name: "0 comments" }));
  await userEvent.type(await screen.findByRole("textbox", { name: /Comment on/ }), "Almost{Enter}");
  expect(api.commentTask).toHaveBeenCalledWith("t1", "Almost");
});

it("a message becomes a to-do of somebody there", async () => {
  const room = conversation();
  const close = vi.fn();
  renderWithLive(<TaskDialog message={message(3, { text: "**Buy** tea" })} onClose={close} />, {
    conversations: { room },
  });
  expect(screen.getByRole("textbox", { name: "What is to be done" })).toHaveProperty("value", "Buy tea");
  const people = screen.getByRole("group", { name: "Who" });
  await userEvent.click(within(people).getByRole("checkbox", { name: "Bora Demir" }));
  await userEvent.click(screen.getByRole("button", { name: "Make it" }));
  expect(api.createTask).toHaveBeenCalledWith({
    kind: "todo",
    title: "Buy tea",
    text: "",
    assignees: ["bora"],
    message: "m3",
  });
  expect(close).toHaveBeenCalledOnce();
});

describe("what is offered", () => {
  it.each([
    [{}, ["complete"]],
    [{ author: ayse, assignees: [bora] }, ["complete", "assign", "withdraw"]],
    [{ assignees: [] }, ["take"]],
    [{ assignees: [cem] }, []],
    [{ kind: "approval" }, ["decide"]],
    [{ kind: "approval", author: ayse, assignees: [bora] }, ["withdraw"]],
    [{ kind: "approval", decisions: [{ user: ayse, approves: true, comment: "", created_at: "" }] }, []],
    [{ state: "done" }, ["reopen"]],
    [{ author: ayse, segment: "ask" }, ["complete", "assign"]],
  ] as const)("%j: %j", (changes, expected) => {
    const may = doable(task(changes as Partial<PersonTask>), "ayse");
    expect(Object.entries(may).flatMap(([name, on]) => (on ? [name] : []))).toEqual(expected);
  });

  it("a day that has come is told", () => {
    const now = new Date("2026-11-21T12:00").getTime();
    const due = (at: string) => nearness(task({ due_at: new Date(at).toISOString() }), now);
    expect([due("2026-11-21T11:00"), due("2026-11-21T20:00"), due("2026-11-23T09:00")]).toEqual([
      "over",
      "today",
      "later",
    ]);
    expect(nearness(task(), now)).toBe("none");
    expect(nearness(task({ due_at: "2020-01-01T00:00:00Z", state: "done" }), now)).toBe("none");
  });
});

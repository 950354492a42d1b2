import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiProblem } from "../../api/problem";
import { message } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { SearchDialog } from "./SearchDialog";

const calls = vi.hoisted(() => ({
  searchMessages: vi.fn(),
  searchUsers: vi.fn(),
  searchAtlas: vi.fn(),
  followPage: vi.fn(),
}));
vi.mock("../../api/endpoints", async (original) => ({ ...(await original<object>()), ...calls }));

const page = (seq: number, next: string | null) => ({
  results: [{ ...message(seq), highlights: [] }],
  next,
  previous: null,
});

beforeEach(() => {
  calls.searchUsers.mockResolvedValue({ results: [], next: null, previous: null });
  calls.searchAtlas.mockResolvedValue({ results: [], next: null, previous: null });
  renderWithLive(<SearchDialog onClose={() => undefined} />);
});

it("tells of the filters, and why one was refused", async () => {
  expect(screen.getByText(/from:name/)).toBeDefined();
  const errors = [{ detail: "Nobody of that name." }];
  calls.searchMessages.mockRejectedValue(
    new ApiProblem({ type: "", title: "Invalid", status: 400, detail: "", code: "request.invalid", errors }),
  );
  await userEvent.type(screen.getByRole("combobox"), "from:nobody");
  expect(await screen.findByText("Nobody of that name.")).toBeDefined();
  expect(screen.queryByText("Nothing found.")).toBeNull();
});

it("says that the index is being made, and tries again", async () => {
  calls.searchMessages.mockResolvedValue({ code: "search.index_not_ready", retry_after: 5 });
  await userEvent.type(screen.getByRole("combobox"), "rapor");
  const again = await screen.findByRole("button", { name: "Try again" });
  calls.searchMessages.mockResolvedValue(page(7, null));
  await userEvent.click(again);
  expect(await screen.findByText("text 7")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

it("brings what is further back", async () => {
  calls.searchMessages.mockResolvedValue(page(7, "/api/v1/messages/search?cursor=x"));
  calls.followPage.mockResolvedValue(page(3, null));
  await userEvent.type(screen.getByRole("combobox"), "rapor");
  await screen.findByText("text 7");
  await userEvent.click(screen.getByRole("button", { name: "Show more" }));
  expect(await screen.findByText("text 3")).toBeDefined();
  expect(screen.getByText("text 7")).toBeDefined();
});

import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { renderWithLive } from "../../testing/withLive";
import { DeleteGroup } from "./DeleteGroup";

it("asks once more, and deletes nothing before", async () => {
  const fetched = vi.fn((_url: string, _init: RequestInit) => Promise.resolve(new Response(null, { status: 204 })));
  vi.stubGlobal("fetch", fetched);
  const user = userEvent.setup();
  renderWithLive(<DeleteGroup id="g1" name="Çay" />);
  await user.click(screen.getByRole("button", { name: "Delete the group" }));
  expect(fetched).not.toHaveBeenCalled();
  const dialog = await screen.findByRole("dialog");
  expect(dialog.textContent).toContain("Çay");
  const sure = screen.getAllByRole("button", { name: "Delete the group" }).find((one) => dialog.contains(one));
  if (sure) await user.click(sure);
  expect(fetched.mock.calls.map(([url, init]) => [init.method, String(url)])).toEqual([
    ["DELETE", expect.stringContaining("/groups/g1")],
  ]);
});

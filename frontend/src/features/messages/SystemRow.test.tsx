import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { message } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { MessageUiContext } from "./messageUi";
import { SystemRow } from "./SystemRow";

it("says what happened, and shows what was pinned", async () => {
  const show = vi.fn();
  const ui = { editing: null, edit: vi.fn(), reply: vi.fn(), ask: vi.fn(), show };
  const system = { what: "message_pinned", people: [], count: 0, value: "m1" };
  renderWithLive(
    <MessageUiContext value={ui}>
      <SystemRow message={message(2, { type: "system", system })} />
    </MessageUiContext>,
  );
  expect(screen.getByText(/pinned a message/).dataset.message).toBe("m2");
  await userEvent.click(screen.getByRole("button"));
  expect(show).toHaveBeenCalledExactlyOnceWith({ id: "m1" });
  expect(screen.queryByRole("toolbar")).toBeNull();
});

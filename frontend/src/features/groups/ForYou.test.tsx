import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { conversation } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { ForYou } from "./ForYou";

it("offers the archive for conversations, not for channels", () => {
  const { unmount } = renderWithLive(<ForYou conversation={conversation()} />);
  expect(screen.getByLabelText("In the archive")).toBeDefined();
  unmount();
  renderWithLive(<ForYou conversation={conversation({ kind: "channel" })} />);
  expect(screen.queryByLabelText("In the archive")).toBeNull();
  expect(screen.getAllByRole("checkbox")).toHaveLength(2);
});

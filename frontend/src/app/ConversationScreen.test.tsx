import { act, screen } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, it } from "vitest";
import { applyEvent } from "../sync/applyEvent";
import { renderWithLive } from "../testing/withLive";
import { ConversationScreen } from "./ConversationScreen";

// jsdom has no layout, and nothing to scroll.
Element.prototype.scrollTo ??= () => undefined;

it("says at once that one is no longer in the conversation that stands open", async () => {
  const { live } = renderWithLive(
    <Routes>
      <Route path="/c/:id" element={<ConversationScreen />} />
    </Routes>,
    {},
    "/c/room",
  );
  expect(await screen.findByRole("textbox")).toBeDefined();
  act(() =>
    live.store.setState((state) =>
      applyEvent(
        state,
        { type: "conversation.removed", topic: "user:ayse", seq: 1, data: { conversation: "room" } },
        0,
      ),
    ),
  );
  expect(screen.getByRole("alert").textContent).toContain("you are not in it");
  expect(screen.queryByRole("status", { name: "Loading…" })).toBeNull();
});

import { act, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Conversation } from "../../api/types";
import { applyEvent } from "../../sync/applyEvent";
import { conversation, server } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { ChannelList } from "./ChannelList";

const channel = (id: string, category: { id: string; name: string; position: number } | null): Conversation =>
  conversation({
    id,
    name: id,
    kind: "channel",
    channel: { server: "place", type: "text", category, position: 0, my_permissions: [] },
  });
const quiet = { id: "c1", name: "Quiet", position: 0 };
const loud = { id: "c2", name: "Loud", position: 1 };

const show = (...channels: Conversation[]) =>
  renderWithLive(<ChannelList server={server()} open={undefined} />, {
    servers: { place: server() },
    conversations: Object.fromEntries(channels.map((one) => [one.id, one])),
  });

it("a category goes with the last channel in it that one sees, and comes with the first", () => {
  const { live } = show(channel("news", loud), channel("reading", quiet), channel("general", null));
  expect(screen.getAllByText(/Quiet|Loud/).map((one) => one.textContent)).toEqual(["Quiet", "Loud"]);
  expect(screen.getAllByRole("link").map((one) => one.textContent)).toEqual(["general", "reading", "news"]);
  act(() =>
    live.store.setState((state) =>
      applyEvent(
        state,
        { type: "conversation.removed", topic: "user:ayse", seq: 1, data: { conversation: "reading" } },
        0,
      ),
    ),
  );
  expect(screen.queryByText("Quiet")).toBeNull();
  expect(screen.getByText("Loud")).toBeDefined();
});

it("says so where there is nothing to see", () => {
  show();
  expect(screen.getByText("There is no channel here that you may see.")).toBeDefined();
});

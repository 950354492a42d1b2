import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { server } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { ServerList } from "./ServerList";

it("a server that was shut stays so on this device", async () => {
  const servers = { place: server(), other: server({ id: "other", name: "Okul" }) };
  const isOpen = (name: string) => screen.getByText(name).closest("details")?.open;
  const first = renderWithLive(<ServerList open={undefined} />, { servers });
  expect([isOpen("Mahalle"), isOpen("Okul")]).toEqual([true, true]);
  await userEvent.click(screen.getByText("Mahalle"));
  await expect.poll(() => localStorage.getItem("altlas.servers.shut")).toBe('["place"]');
  first.unmount();

  const second = renderWithLive(<ServerList open={undefined} />, { servers });
  expect([isOpen("Mahalle"), isOpen("Okul")]).toEqual([false, true]);
  await userEvent.click(screen.getByText("Mahalle"));
  await expect.poll(() => localStorage.getItem("altlas.servers.shut")).toBeNull();
  second.unmount();
});

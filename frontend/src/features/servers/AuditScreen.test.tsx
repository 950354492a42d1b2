import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import type { Server, ServerEntry } from "../../api/serverTypes";
import { ayse, bora } from "../../testing/factories";
import { renderWithLive } from "../../testing/withLive";
import { AuditScreen } from "./AuditScreen";

const servers = vi.hoisted(() => ({ listServerAudit: vi.fn() }));
vi.mock("../../api/servers", async (original) => ({ ...(await original<object>()), ...servers }));

const entry = (changes: Partial<ServerEntry>): ServerEntry => ({
  seq: 1,
  at: "2026-11-21T09:00:00Z",
  action: "server.member_banned",
  actor: ayse,
  actor_name: "Ayşe",
  user: bora,
  role: null,
  channel: null,
  reason: "Spam",
  details: {},
  ...changes,
});
const page = (...results: ServerEntry[]) => ({ results, next: null, previous: null });
const show = () => renderWithLive(<AuditScreen server={{ id: "s" } as Server} />);

beforeEach(() => {
  servers.listServerAudit.mockReset();
});

it("tells what was done, to whom, why and by whom; what it has no words for, by its code", async () => {
  servers.listServerAudit.mockResolvedValue(
    page(
      entry({}),
      entry({ seq: 2, action: "server.unheard_of", user: null, reason: "", actor: null, actor_name: "" }),
    ),
  );
  show();
  const [banned, other] = await screen.findAllByRole("listitem");
  expect(banned?.textContent).toMatch(/Person banned.*Bora.*“Spam”.*Ayşe/);
  expect(other?.textContent).toMatch(/server\.unheard_of.*Nobody in particular/);
});

it("asks for one kind, and says where there is nothing", async () => {
  servers.listServerAudit.mockResolvedValue(page());
  show();
  await screen.findByText("Nothing was done yet.");
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Show" }), "Channel deleted");
  expect(servers.listServerAudit).toHaveBeenLastCalledWith("s", "channel.deleted", expect.anything());
});

it("offers to try again after a failure", async () => {
  servers.listServerAudit.mockRejectedValueOnce(new Error("no")).mockResolvedValue(page(entry({})));
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect((await screen.findByRole("listitem")).textContent).toMatch("Person banned");
});

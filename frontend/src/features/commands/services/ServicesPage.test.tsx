import { screen, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiProblem } from "../../../api/problem";
import type { Service, ServiceInstance } from "../../../api/services";
import { renderWithLive } from "../../../testing/withLive";
import { healthOf } from "./health";
import { ServicesPage } from "./ServicesPage";

const api = vi.hoisted(() => ({ listServices: vi.fn(), listMyPermissions: vi.fn() }));
vi.mock("../../../api/services", async (original) => ({ ...(await original<object>()), ...api }));

const instance = (changes: Partial<ServiceInstance> = {}): ServiceInstance => ({
  id: "i1",
  url: "http://10.0.0.5:8000",
  state: "up",
  is_fixed: false,
  capacity: 10,
  busy: 3,
  software: "1.2",
  last_heartbeat_at: "2026-11-21T09:00:00Z",
  circuit: { state: "closed", failures: 0, busy: 1, retry_seconds: 0 },
  ...changes,
});
const open = { state: "open", failures: 5, busy: 0, retry_seconds: 20 } as const;
const service = (changes: Partial<Service> = {}): Service => ({
  id: "s1",
  name: "converter",
  type: "runner",
  description: "Makes PDFs",
  task_types: [{ name: "pdf.make" }],
  strategy: "round_robin",
  timeout_seconds: 10,
  ttl_seconds: 30,
  fallback: true,
  enabled: true,
  created_at: "2026-11-21T08:00:00Z",
  instances: [instance()],
  ...changes,
});
const page = (results: Service[]) => ({ results, next: null, previous: null });

beforeEach(() => {
  api.listServices.mockReset().mockResolvedValue(page([service()]));
  api.listMyPermissions.mockReset().mockResolvedValue({ permissions: ["services.view_service"] });
});

it("shows each service: how it is, what it serves, who answers for it", async () => {
  api.listServices.mockResolvedValue(
    page([service({ instances: [instance(), instance({ id: "i2", circuit: open })] })]),
  );
  renderWithLive(<ServicesPage />);
  const card = within(await screen.findByRole("article", { name: "converter" }));
  expect(card.getByText("partly up")).toBeDefined();
  expect(card.getByText("pdf.make")).toBeDefined();
  const rows = card.getAllByRole("listitem");
  expect(rows[0]?.textContent).toContain("breaker closed");
  expect(rows[1]?.textContent).toContain("breaker open (tried again in 20 s) · 5 failures in a row");
  expect(card.getAllByRole("meter", { name: "3 of 10 calls at once" })).toHaveLength(2);
});

it("is a tab only for those who may see it", async () => {
  const { unmount } = renderWithLive(<ServicesPage />);
  expect(await screen.findByRole("link", { name: "Services" })).toBeDefined();
  unmount();
  api.listMyPermissions.mockResolvedValue({ permissions: [] });
  renderWithLive(<ServicesPage />);
  await screen.findByRole("article");
  expect(screen.queryByRole("link", { name: "Services" })).toBeNull();
});

it("says where there is none, and why it cannot be seen", async () => {
  api.listServices.mockResolvedValue(page([]));
  const { unmount } = renderWithLive(<ServicesPage />);
  expect(await screen.findByText("No external service")).toBeDefined();
  unmount();
  const detail = "You may not do this.";
  api.listServices.mockRejectedValue(new ApiProblem({ type: "", title: "", status: 403, detail, code: "x" }));
  renderWithLive(<ServicesPage />);
  expect((await screen.findByRole("alert")).textContent).toContain(detail);
});

it.each([
  [service(), "up"],
  [service({ enabled: false }), "off"],
  [service({ instances: [] }), "down"],
  [service({ instances: [instance({ state: "lost" })] }), "down"],
  [service({ instances: [instance({ state: "draining" })] }), "partly"],
  [service({ instances: [instance({ circuit: { ...open, state: "half_open" } })] }), "partly"],
  [service({ instances: [instance(), instance({ state: "lost" })] }), "partly"],
] as const)("service %# is %s", (one, health) => expect(healthOf(one)).toBe(health));

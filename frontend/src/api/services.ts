import { request } from "./client";
import type { Page } from "./types";

/** What is served elsewhere, for those who may see it. */

export type CircuitState = "closed" | "open" | "half_open";

export interface ServiceInstance {
  id: string;
  url: string;
  state: "up" | "draining" | "lost";
  is_fixed: boolean;
  capacity: number;
  busy: number;
  software: string;
  last_heartbeat_at: string | null;
  circuit: { state: CircuitState; failures: number; busy: number; retry_seconds: number };
}

export interface Service {
  id: string;
  name: string;
  type: "segmentation" | "runner" | "archive";
  description: string;
  task_types: { name: string; title?: string }[];
  strategy: "round_robin" | "least_busy";
  timeout_seconds: number;
  ttl_seconds: number;
  fallback: boolean;
  enabled: boolean;
  created_at: string;
  instances: ServiceInstance[];
}

export const listServices = (signal?: AbortSignal) => request<Page<Service>>("GET", "/services?limit=100", { signal });
export const listMyPermissions = (signal?: AbortSignal) =>
  request<{ permissions: string[] }>("GET", "/users/me/permissions", { signal });

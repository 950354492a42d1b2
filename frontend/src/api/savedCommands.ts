import { request, requestText } from "./client";
import type { SavedCommand, SavedForm, Timing } from "./commandTypes";
import { query } from "./endpoints";
import type { Command, Page } from "./types";

/** Commands kept under a name. */

export const listSavedCommands = (
  where: { conversation?: string; server?: string; q?: string; limit?: number } = {},
  signal?: AbortSignal,
) => request<Page<SavedCommand>>("GET", `/saved-commands${query({ limit: 100, ...where })}`, { signal });
export const getSavedForm = (id: string, signal?: AbortSignal) =>
  request<SavedForm>("GET", `/saved-commands/${id}/form`, { signal });
export const getSavedYaml = (id: string, signal?: AbortSignal) =>
  requestText(`/saved-commands/${id}/alt`, "application/yaml", signal);
export interface NewSaved {
  name: string;
  description?: string;
  alt?: string;
  command?: string;
  conversation?: string;
  server?: string;
}
export const saveCommand = (body: NewSaved) => request<SavedCommand>("POST", "/saved-commands", { body });
export const changeSavedCommand = (saved: SavedCommand, body: { name?: string; description?: string; alt?: string }) =>
  request<SavedCommand>("PATCH", `/saved-commands/${saved.id}`, { body, ifMatch: `"${saved.id}-${saved.version}"` });
export const forgetSavedCommand = (id: string) => request<void>("DELETE", `/saved-commands/${id}`);
export interface RunSaved {
  variables: Record<string, unknown>;
  conversation?: string;
  thread?: string;
  confirm?: boolean;
  client_id: string;
  schedule?: Timing;
}
export const runSavedCommand = (id: string, body: RunSaved) =>
  request<Command>("POST", `/saved-commands/${id}/run`, { body });

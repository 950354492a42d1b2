import { request } from "./client";
import type { DiffPart } from "./commandTypes";
import { query } from "./endpoints";
import type { Command, Page } from "./types";

/** The ways in which a command can be asked for, what would become of it, and what it is told while it runs. */

export const MODES = ["normal", "dream", "explore", "chaos"] as const;
export type Mode = (typeof MODES)[number];
export const PERSONAS = ["technical_expert", "creative_writer", "researcher", "project_manager"] as const;
export type Persona = (typeof PERSONAS)[number];

export interface Way {
  mode: Mode;
  persona: Persona | null;
  chaos_level: number;
}

/** What shall be done: words and the way they are read, or a document, which tells its way itself. */
export type Wish = { alt: string } | { text: string; mode?: Mode; persona?: Persona; chaos_level?: number };

/** An `.alt` document: only what is read of it here. */
export interface AltDocument {
  title?: string;
  mode?: string;
  chaos_level?: number;
  metadata?: Record<string, unknown>;
  segments: {
    id: string;
    task_type: string;
    title?: string;
    content?: string;
    dependencies?: string[];
    when?: { segment: string; branch: string };
    parameters?: Record<string, unknown>;
  }[];
}

export const previewCommand = (wish: Wish, signal?: AbortSignal) =>
  request<AltDocument>("POST", "/commands/preview", { body: wish, signal });
export const askCommand = (
  body: Wish & { conversation?: string; thread?: string; client_id: string; confirm: boolean },
) => request<Command>("POST", "/commands", { body });

export interface SimilarCommand {
  command: { id: string; title: string; state: string; finished_at: string | null } | null;
  definition: DiffPart | null;
}
/** The last command that was like this one, and what is different now. */
export const readSimilar = (id: string, signal?: AbortSignal) =>
  request<SimilarCommand>("GET", `/commands/${id}/similar`, { signal });

export const readModes = (conversation: string, signal?: AbortSignal) =>
  request<{ modes: Mode[] }>("GET", `/conversations/${conversation}/command-modes`, { signal });
export const changeModes = (conversation: string, chaos: boolean) =>
  request<{ modes: Mode[] }>("PUT", `/conversations/${conversation}/command-modes`, { body: { chaos } });

export interface Signal {
  id: string;
  command: string;
  event: { type: string; source: string; id: string; time: string; subject?: string; data?: unknown };
  taken: boolean;
  created_at: string;
}
export const listSignals = (command: string, signal?: AbortSignal) =>
  request<Page<Signal>>("GET", `/commands/${command}/signals${query({ limit: 20 })}`, { signal });
export const sendSignal = (command: string, body: { type: string; id: string; subject?: string; data?: unknown }) =>
  request<Signal>("POST", `/commands/${command}/signals`, { body });

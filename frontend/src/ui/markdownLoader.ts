import type { Call, OwnEmoji } from "../lib/markdown";

/** Loads the markdown renderer beside the first screen instead of before it. */

type Render = (text: string, calls?: Call[], own?: readonly OwnEmoji[]) => string;

let render: Render | null = null;
const listeners = new Set<() => void>();

export async function loadMarkdown(): Promise<void> {
  render ??= (await import("../lib/markdown")).renderMarkdown;
  for (const listener of listeners) listener();
}

export const renderer = (): Render | null => render;
export const markdownReady = (): boolean => render !== null;

export function whenMarkdown(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

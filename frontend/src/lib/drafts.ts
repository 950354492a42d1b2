import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "./storage";

/** Unsent text by person and conversation, kept on this device. */

const listeners = new Set<() => void>();
const known = new Map<string, string | null>();

const keyOf = (user: string, conversation: string) => `draft.${user}.${conversation}`;

export function readDraft(user: string, conversation: string): string | null {
  const key = keyOf(user, conversation);
  if (!known.has(key)) known.set(key, readStored<string>(key));
  return known.get(key) ?? null;
}

export function writeDraft(user: string, conversation: string, text: string): void {
  const key = keyOf(user, conversation);
  const value = text.trim() ? text : null;
  if (readDraft(user, conversation) === value) return;
  known.set(key, value);
  writeStored(key, value);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDraft(user: string, conversation: string): string | null {
  return useSyncExternalStore(subscribe, () => readDraft(user, conversation));
}

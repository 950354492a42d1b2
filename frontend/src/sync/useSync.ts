import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Live } from "./live";
import type { SyncState } from "./state";

export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("LiveContext is missing");
  return live;
}

/** Read a part of the live state; draws again only when that part changes. */
export function useSync<T>(select: (state: SyncState) => T): T {
  return useStore(useLive().store, select);
}

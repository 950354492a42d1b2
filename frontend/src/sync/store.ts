import { createStore, type StoreApi } from "zustand/vanilla";
import type { Me } from "../api/types";
import { initialState, type SyncState } from "./state";

export type SyncStore = StoreApi<SyncState>;

export function createSyncStore(me: Me): SyncStore {
  return createStore<SyncState>(() => initialState(me));
}

import { chooseNotifications, mute, setArchived, setOnTop, unmute } from "../api/conversations";
import { ApiProblem } from "../api/problem";
import type { Arranged, Conversation } from "../api/types";
import { newId } from "../lib/ids";
import type { SyncStore } from "./store";

/** How one person arranges a conversation for themselves: shown at once, taken back where the server refuses. */

export type Wish =
  | { kind: "archive"; on: boolean }
  | { kind: "top"; on: boolean }
  | { kind: "mute"; until: string | null }
  | { kind: "unmute" }
  | { kind: "notifications"; of: Arranged["notifications"] };

export async function arrange(store: SyncStore, id: string, wish: Wish): Promise<void> {
  const before = store.getState().conversations[id];
  if (!before) return;
  put(store, id, ahead(wish));
  try {
    const { conversation: _id, ...arranged } = await tell(id, wish);
    put(store, id, arranged);
  } catch (error) {
    const { archived, pinned_at, muted, muted_until, notifications } = before;
    put(store, id, { archived, pinned_at, muted, muted_until, notifications });
    const text = error instanceof ApiProblem ? error.message : "";
    store.setState((state) => ({ news: [...state.news, { id: newId(), kind: "refused", what: "arrange", text }] }));
  }
}

function put(store: SyncStore, id: string, changes: Partial<Conversation>): void {
  store.setState((state) => {
    const known = state.conversations[id];
    return known ? { conversations: { ...state.conversations, [id]: { ...known, ...changes } } } : state;
  });
}

function ahead(wish: Wish): Partial<Conversation> {
  switch (wish.kind) {
    case "archive":
      return { archived: wish.on };
    case "top":
      return { pinned_at: wish.on ? new Date().toISOString() : null };
    case "mute":
      return { muted: true, muted_until: wish.until };
    case "unmute":
      return { muted: false, muted_until: null };
    case "notifications":
      return { notifications: wish.of };
  }
}

function tell(id: string, wish: Wish) {
  switch (wish.kind) {
    case "archive":
      return setArchived(id, wish.on);
    case "top":
      return setOnTop(id, wish.on);
    case "mute":
      return mute(id, wish.until);
    case "unmute":
      return unmute(id);
    case "notifications":
      return chooseNotifications(id, wish.of);
  }
}

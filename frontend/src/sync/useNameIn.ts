import { useEffect } from "react";
import type { User } from "../api/types";
import { personName } from "./names";
import { useLive, useSync } from "./useSync";

/** Return what somebody is called in a conversation; null for nobody. */
export function useNameIn(conversation: string, user: User | null): string | null {
  const live = useLive();
  const server = useSync((state) => state.conversations[conversation]?.channel?.server);
  const id = user?.id;
  const nickname = useSync((state) => (server && id ? state.nicknames[server]?.[id] : undefined));
  useEffect(() => {
    if (server && id && nickname === undefined) live.nicknames.ask(server, id);
  }, [live, server, id, nickname]);
  return user && (nickname || personName(user));
}

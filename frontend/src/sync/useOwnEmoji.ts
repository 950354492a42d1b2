import type { CustomEmoji } from "../api/serverTypes";
import { useSync } from "./useSync";

const NONE: CustomEmoji[] = [];

/** Return the emoji that the server of a channel made for itself; none elsewhere. */
export function useOwnEmoji(conversation: string): readonly CustomEmoji[] {
  return useSync((state) => {
    const server = state.conversations[conversation]?.channel?.server;
    return (server && state.servers[server]?.emoji) || NONE;
  });
}

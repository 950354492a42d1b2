import { useEffect, useMemo } from "react";
import type { Message } from "../../../api/types";
import type { Call } from "../../../lib/markdown";
import { useLive, useSync } from "../../../sync/useSync";

/** Return the words of a message that call somebody: whether the one who reads, and by which name they are known here. */
export function useCalls({ conversation, mentions }: Message): Call[] {
  const live = useLive();
  const me = useSync((state) => state.me.id);
  const role = useSync((state) => state.conversations[conversation]?.my_role);
  const server = useSync((state) => state.conversations[conversation]?.channel?.server);
  const nicknames = useSync((state) => (server && mentions.length > 0 ? state.nicknames[server] : undefined));
  useEffect(() => {
    for (const { type, id } of mentions) if (server && type === "user" && id) live.nicknames.ask(server, id);
  }, [live, server, mentions]);
  return useMemo(
    () =>
      mentions.map(({ type, id, text }) => ({
        text,
        me: type === "all" || id === (type === "role" ? role : me),
        shown: (type === "user" && id && nicknames?.[id]) || undefined,
      })),
    [mentions, me, role, nicknames],
  );
}

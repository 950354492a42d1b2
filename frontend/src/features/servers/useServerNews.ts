import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { LiveEvent } from "../../sync/events";
import { serverTopic } from "../../sync/state";
import { useLive } from "../../sync/useSync";

const TOGETHER_MS = 300;

/** The lists of a server that are fetched, by the events after which they are others. */
const LISTS: [string, RegExp][] = [
  ["members", /^server_member\./],
  ["bans", /^server_member\.removed$/],
  ["roles", /^(role\.|server_member\.)/],
  ["categories", /^(categories\.changed|channel\.)/],
  ["overrides", /^(channel\.updated|role\.deleted)$/],
];

/** What is not told in the stream of the server: of its channels, and to who arranges them. */
const ELSEWHERE = /^(channel\.|categories\.)/;

/** Fetch a server's lists again when an event says that they changed; what comes together is fetched once. */
export function useServerNews(server: string): void {
  const live = useLive();
  const queries = useQueryClient();
  useEffect(() => {
    const due = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      for (const list of due) void queries.invalidateQueries({ queryKey: ["server", server, list] });
      due.clear();
    };
    const hear = (event: LiveEvent) => {
      if (event.topic !== serverTopic(server) && !ELSEWHERE.test(event.type)) return;
      for (const [list, types] of LISTS) if (types.test(event.type)) due.add(list);
      if (due.size > 0) timer ??= setTimeout(refresh, TOGETHER_MS);
    };
    const stop = live.listen(hear);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [live, queries, server]);
}

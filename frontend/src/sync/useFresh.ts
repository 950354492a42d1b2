import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLive } from "./useSync";

/** Fetch lists again when an event says that they changed: `kinds` are how its type begins, `key` what to fetch. */
export function useFresh(key: string, ...kinds: string[]): void {
  const live = useLive();
  const queries = useQueryClient();
  const wanted = kinds.join(" ");
  useEffect(() => {
    const begins = wanted.split(" ");
    return live.listen((event) => {
      if (begins.some((kind) => event.type.startsWith(kind))) void queries.invalidateQueries({ queryKey: [key] });
    });
  }, [live, queries, key, wanted]);
}

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Page } from "../../api/types";
import type { LiveEvent } from "../../sync/events";
import { type Pages, usePages } from "../../sync/usePages";
import { useLive } from "../../sync/useSync";

/** A list that the server keeps: fetched page by page, and again when an event says that it changed. */
export function useFetchedList<T>(
  key: string[],
  fetch: () => Promise<Page<T>>,
  changes: (event: LiveEvent) => boolean,
): Pages<T> {
  const live = useLive();
  const queries = useQueryClient();
  const name = key.join("/");
  useEffect(
    () =>
      live.listen((event) => {
        if (changes(event)) void queries.invalidateQueries({ queryKey: [name] });
      }),
    [live, queries, name, changes],
  );
  return usePages([name], fetch);
}

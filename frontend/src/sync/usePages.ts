import { type InfiniteData, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { followPage } from "../api/endpoints";
import type { Page } from "../api/types";

/** A list that comes in pages: what is here of it, and how to get more. */
export interface Pages<T> {
  items: T[];
  /** Is there more that is not loaded? */
  more: boolean;
  loadMore(): void;
  loadingMore: boolean;
  /** Is anything of it asked for just now? */
  fetching: boolean;
  status: "pending" | "error" | "success";
  refetch(): void;
}

/** Fetch a list page by page. A key in parts: what starts with it is fetched again together. */
export function usePages<T>(
  queryKey: readonly unknown[],
  first: (signal: AbortSignal) => Promise<Page<T>>,
  enabled = true,
): Pages<T> {
  const query = useInfiniteQuery<Page<T>, Error, InfiniteData<Page<T>>, readonly unknown[], string | null>({
    queryKey,
    queryFn: ({ pageParam, signal }) => (pageParam ? followPage<T>(pageParam, signal) : first(signal)),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    enabled,
    // While somebody types on, what was found for the word before stays.
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  return {
    items: query.data?.pages.flatMap((page) => page.results) ?? [],
    more: query.hasNextPage,
    loadMore: () => void query.fetchNextPage(),
    loadingMore: query.isFetchingNextPage,
    fetching: query.isFetching,
    status: query.status,
    refetch: () => void query.refetch(),
  };
}

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { listCategories } from "../../api/servers";
import type { Category } from "../../api/serverTypes";
import type { Conversation } from "../../api/types";
import { useSync } from "../../sync/useSync";
import type { Block } from "./ordering";

/** Return a server's categories as they are asked for, also those with no channel in them. */
export function useCategories(server: string, enabled: boolean): Category[] {
  const query = useQuery({
    queryKey: ["server", server, "categories"],
    queryFn: () => listCategories(server),
    enabled,
  });
  return query.data?.results ?? [];
}

/** Return the channels of a server that one sees, by id, and how they stand under its categories. */
export function useChannels(server: string, categories: Category[]): [Map<string, Conversation>, Block[]] {
  const conversations = useSync((state) => state.conversations);
  return useMemo(() => {
    const mine = Object.values(conversations).filter((one) => one.channel?.server === server);
    mine.sort((one, other) => (one.channel?.position ?? 0) - (other.channel?.position ?? 0));
    const under = (category: string | null): Block => ({
      category,
      channels: mine.filter((one) => (one.channel?.category?.id ?? null) === category).map((one) => one.id),
    });
    const blocks = [under(null), ...categories.map((category) => under(category.id))];
    return [new Map(mine.map((one) => [one.id, one])), blocks];
  }, [conversations, server, categories]);
}

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { followPage, searchAtlas, searchMessages, searchUsers } from "../../api/endpoints";
import { ApiProblem } from "../../api/problem";
import type { AtlasEntry, Conversation, FoundMessage, User } from "../../api/types";
import { useTranslation } from "../../i18n";
import { fold } from "../../lib/text";
import { useDelayed } from "../../lib/useDelayed";
import { byActivity, conversationName, personName } from "../../sync/names";
import { useSync } from "../../sync/useSync";

export type Hit =
  | { kind: "conversation"; id: string; name: string; conversation: Conversation | null }
  | { kind: "person"; id: string; name: string; user: User }
  | { kind: "message"; id: string; name: string; message: FoundMessage }
  | { kind: "atlas"; id: string; name: string; entry: AtlasEntry };

const PER_GROUP = 6;

/** Search the conversations on this device at once; people and knowledge on the server as soon as typing rests. */
export function useSearch(typed: string) {
  const { t } = useTranslation();
  const me = useSync((state) => state.me.id);
  const conversations = useSync((state) => state.conversations);
  const asked = useDelayed(typed.trim(), 160);
  const people = useQuery({
    queryKey: ["search", "users", asked],
    queryFn: ({ signal }) => searchUsers(asked, signal),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
  // A filter that means nothing is refused with the reason; an index in the making has no results yet.
  const messages = useInfiniteQuery({
    queryKey: ["search", "messages", asked],
    queryFn: ({ signal, pageParam }) =>
      pageParam ? followPage<FoundMessage>(pageParam, signal) : searchMessages(asked, signal),
    initialPageParam: "",
    getNextPageParam: (page) => ("results" in page && page.next) || undefined,
    enabled: [...asked].length > 1,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const atlas = useQuery({
    queryKey: ["search", "atlas", asked],
    queryFn: ({ signal }) => searchAtlas(asked, signal),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });

  const hits = useMemo((): Hit[] => {
    const words = fold(typed.trim());
    const local = Object.values(conversations)
      .map((conversation) => ({ conversation, name: conversationName(conversation, me, t) }))
      .filter(({ name }) => fold(name).includes(words))
      .sort((one, other) => byActivity(one.conversation, other.conversation))
      .slice(0, PER_GROUP)
      .map(({ conversation, name }): Hit => ({ kind: "conversation", id: conversation.id, name, conversation }));
    if (words === "") return local;
    const known = new Set(local.map((hit) => hit.id));
    const found = people.data?.results ?? [];
    const others = found.flatMap((hit): Hit[] =>
      hit.type === "conversation" && !known.has(hit.conversation.id)
        ? [{ kind: "conversation", id: hit.conversation.id, name: hit.conversation.name ?? "", conversation: null }]
        : [],
    );
    const persons = found.flatMap((hit): Hit[] =>
      hit.type === "user" && hit.user.id !== me
        ? [{ kind: "person", id: hit.user.id, name: personName(hit.user), user: hit.user }]
        : [],
    );
    const entries = (atlas.data?.results ?? []).map(
      (entry): Hit => ({ kind: "atlas", id: entry.id, name: entry.title, entry }),
    );
    const pages = messages.data?.pages ?? [];
    const said = pages
      .flatMap((page) => ("results" in page ? page.results : []))
      .map(
        (message): Hit => ({
          kind: "message",
          id: message.id,
          name: message.sender ? personName(message.sender) : t("messages.someone"),
          message,
        }),
      );
    return [...local, ...others, ...persons.slice(0, PER_GROUP), ...said, ...entries.slice(0, PER_GROUP)];
  }, [typed, conversations, people.data, messages.data, atlas.data, me, t]);

  const { error } = messages;
  const refused = error instanceof ApiProblem && error.problem.status === 400 ? error.problem : null;
  return {
    hits,
    busy:
      typed.trim() !== "" && (typed.trim() !== asked || people.isFetching || messages.isFetching || atlas.isFetching),
    failed: people.isError || atlas.isError || (messages.isError && !refused),
    reason: refused && (refused.errors?.[0]?.detail || refused.detail || refused.title),
    preparing: messages.data?.pages.some((page) => !("results" in page)) ?? false,
    again: () => void messages.refetch(),
    pages: {
      more: messages.hasNextPage,
      loadMore: () => void messages.fetchNextPage(),
      loadingMore: messages.isFetchingNextPage,
    },
  };
}

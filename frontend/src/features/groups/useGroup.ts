import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type GroupSettings, getGroup, type Right } from "../../api/conversations";
import type { Conversation, Role } from "../../api/types";
import { useLive } from "../../sync/useSync";

const RANK = { owner: 2, administrator: 1, member: 0 } as const;
const LEAST = { owners: 2, administrators: 1, everyone: 0 } as const;

/** Return a group's settings, kept fresh while they are shown; undefined for other conversations, and at first. */
export function useGroup(conversation: Conversation | undefined): GroupSettings | undefined {
  const live = useLive();
  const queries = useQueryClient();
  const id = conversation?.id ?? "";
  const group = conversation?.kind === "group";
  useEffect(() => {
    if (!group) return;
    return live.listen((event) => {
      if (event.type !== "group.updated" || event.data.conversation !== id) return;
      void queries.invalidateQueries({ queryKey: ["group", id] });
    });
  }, [live, queries, id, group]);
  return useQuery({ queryKey: ["group", id], queryFn: () => getGroup(id), enabled: group, staleTime: 60_000 }).data;
}

/** May somebody of this role do that? Until the settings are known, whoever asks may: the server has the last word. */
export function may(group: GroupSettings | undefined, role: Role, right: Right): boolean {
  return !group || RANK[role] >= LEAST[group.who_may[right]];
}

/** May this person write here? In a channel their roles say so. */
export function maySend(conversation: Conversation, group: GroupSettings | undefined): boolean {
  if (conversation.channel) return conversation.channel.my_permissions.includes("send_messages");
  return may(group, conversation.my_role, "write");
}

/** May this person write in the threads here? */
export function mayAnswer(conversation: Conversation, group: GroupSettings | undefined): boolean {
  if (conversation.channel) return conversation.channel.my_permissions.includes("send_in_threads");
  return maySend(conversation, group);
}

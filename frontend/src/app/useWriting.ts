import { useMemo } from "react";
import { type GroupSettings, listMembers as listGroupMembers } from "../api/conversations";
import { listMembers as listServerMembers } from "../api/servers";
import type { Conversation } from "../api/types";
import type { Mentionable } from "../features/composer/mentionables";
import type { MentionSearch } from "../features/composer/useMentions";
import { may } from "../features/groups/useGroup";
import { useTranslation } from "../i18n";
import { personName } from "../sync/names";
import { useSync } from "../sync/useSync";

const ROLES = ["owner", "administrator", "member"] as const;

/** Return whom one may call in a conversation: its people, its roles, and everybody where that is allowed. */
export function useMentionables(
  conversation: Conversation | undefined,
  group: GroupSettings | undefined,
): Mentionable[] {
  const { t } = useTranslation();
  const me = useSync((state) => state.me.id);
  const server = useSync((state) => (conversation?.channel ? state.servers[conversation.channel.server] : undefined));
  return useMemo(() => {
    if (!conversation) return [];
    const all: Mentionable = { kind: "all", id: "all", handle: "all", name: t("composer.everybody") };
    if (conversation.channel) {
      const everybody = conversation.channel.my_permissions.includes("mention_everyone");
      const roles = server?.roles.filter((role) => role.mention_name && (role.mentionable || everybody)) ?? [];
      return [
        ...(everybody ? [all] : []),
        ...roles.map(
          (role): Mentionable => ({ kind: "role", id: role.id, handle: role.mention_name, name: role.name }),
        ),
      ];
    }
    const people = conversation.participants
      .filter(({ user }) => user.id !== me)
      .map(
        ({ user }): Mentionable => ({
          kind: "user",
          id: user.id,
          handle: user.username,
          name: personName(user),
          avatar_url: user.avatar_url,
        }),
      );
    if (conversation.kind !== "group") return people;
    const roles = ROLES.map(
      (role): Mentionable => ({ kind: "role", id: role, handle: role, name: t(`roles.${role}`) }),
    );
    return [...people, ...(may(group, conversation.my_role, "mention_all") ? [all] : []), ...roles];
  }, [conversation, group, server, me, t]);
}

/** Return how to find whom one may call where not all are known here: the members of a server, or of a large group. */
export function useMentionSearch(conversation: Conversation | undefined): MentionSearch | undefined {
  const me = useSync((state) => state.me.id);
  const id = conversation?.id;
  const server = conversation?.channel?.server;
  const large = conversation?.kind === "group" && conversation.participants.length < conversation.participant_count;
  return useMemo(() => {
    if (!id || (!server && !large)) return undefined;
    return async (word, signal) => {
      const named = word ? { q: word } : {};
      const { results } = server
        ? await listServerMembers(server, named, signal)
        : await listGroupMembers(id, named, signal);
      return results
        .filter(({ user }) => user.id !== me)
        .map(({ user, ...more }): Mentionable => {
          const nickname = "nickname" in more && more.nickname;
          const also = nickname ? { also: personName(user) } : {};
          const { id, username: handle, avatar_url } = user;
          return { kind: "user", id, handle, name: nickname || personName(user), avatar_url, ...also };
        });
    };
  }, [id, server, large, me]);
}

/** Return when slow mode lets one write again, in milliseconds; null where one need not wait. */
export function useTurn(conversation: Conversation | undefined): number | null {
  return useSync((state) => {
    if (!conversation || conversation.slow_mode_seconds === 0 || conversation.my_role !== "member") return null;
    const last = state.timelines[conversation.id]?.messages.findLast((message) => message.sender?.id === state.me.id);
    return last ? Date.parse(last.created_at) + conversation.slow_mode_seconds * 1_000 : null;
  });
}

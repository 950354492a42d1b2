import { useMemo } from "react";
import type { GroupSettings } from "../api/conversations";
import type { Conversation } from "../api/types";
import type { Mentionable } from "../features/composer/mentionables";
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
  return useMemo(() => {
    if (!conversation) return [];
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
    const all: Mentionable = { kind: "all", id: "all", handle: "all", name: t("composer.everybody") };
    return [...people, ...(may(group, conversation.my_role, "mention_all") ? [all] : []), ...roles];
  }, [conversation, group, me, t]);
}

/** Return when slow mode lets one write again, in milliseconds; null where one need not wait. */
export function useTurn(conversation: Conversation | undefined): number | null {
  return useSync((state) => {
    if (!conversation || conversation.slow_mode_seconds === 0 || conversation.my_role !== "member") return null;
    const last = state.timelines[conversation.id]?.messages.findLast((message) => message.sender?.id === state.me.id);
    return last ? Date.parse(last.created_at) + conversation.slow_mode_seconds * 1_000 : null;
  });
}

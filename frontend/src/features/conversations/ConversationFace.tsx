import type { Conversation } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { conversationName, otherPerson } from "../../sync/names";
import { useSync } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";

/** The picture of a conversation: the other person's, or the group's. */
export function ConversationFace({ conversation, size = "m" }: { conversation: Conversation; size?: "s" | "m" | "l" }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSync((state) => state.me.id);
  const other = conversation.kind === "direct" ? otherPerson(conversation, me) : null;
  return (
    <Avatar
      id={other?.id ?? conversation.id}
      name={conversationName(conversation, me, t)}
      url={(other ?? conversation).avatar_url}
      language={language}
      size={size}
      group={conversation.kind !== "direct"}
    />
  );
}

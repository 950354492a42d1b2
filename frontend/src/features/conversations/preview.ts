import type { TFunction } from "i18next";
import type { Conversation } from "../../api/types";
import { plainLine } from "../../lib/text";
import { firstName } from "../../sync/names";
import { systemText } from "../../sync/systemText";

/** Return the one line that stands under a conversation's name. */
export function previewOf(
  conversation: Conversation,
  me: string,
  draft: string | null,
  t: TFunction,
  language: string,
): string {
  if (draft) return t("conversations.draft", { text: plainLine(draft, 80) });
  const message = conversation.last_message;
  if (!message) return t("conversations.noMessage");
  if (message.type === "system") return systemText(message, t, language);
  const text =
    message.type === "command" && message.card
      ? t("conversations.command", { text: plainLine(message.card.title || message.card.text, 80) })
      : plainLine(message.text, 100) || message.location?.label || t(`msg.type.${message.type}`);
  if (message.sender?.id === me) return t("conversations.you", { text });
  if (conversation.kind === "direct" || !message.sender) return text;
  return t("conversations.from", { name: firstName(message.sender), text });
}

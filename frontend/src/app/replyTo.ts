import type { TFunction } from "i18next";
import type { Message } from "../api/types";
import type { ReplyTo } from "../features/composer/ReplyBar";
import { personName } from "../sync/names";

/** Return what the field shows of a message that is being answered. */
export function replyTo(message: Message, t: TFunction): ReplyTo {
  return {
    id: message.id,
    name: message.sender ? personName(message.sender) : t("messages.someone"),
    text: message.text || t(`msg.type.${message.type}`),
  };
}

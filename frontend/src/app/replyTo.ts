import type { TFunction } from "i18next";
import type { Message } from "../api/types";
import type { ReplyTo } from "../features/composer/ReplyBar";
import { nameIn } from "../sync/nicknames";
import type { SyncState } from "../sync/state";

/** Return what the field shows of a message that is being answered. */
export function replyTo(state: SyncState, message: Message, t: TFunction): ReplyTo {
  return {
    id: message.id,
    name: message.sender ? nameIn(state, message.conversation, message.sender) : t("messages.someone"),
    text: message.text || t(`msg.type.${message.type}`),
  };
}

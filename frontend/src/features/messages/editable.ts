import type { Message } from "../../api/types";

/** Can these words be changed by this person? Their own, not those of somebody else that they passed on. */
export const isEditable = (message: Message, me: string): boolean =>
  message.sender?.id === me && (message.type === "text" || message.type === "emoji") && message.forwarded === null;

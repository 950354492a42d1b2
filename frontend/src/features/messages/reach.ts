import type { Reach } from "../../api/messages";
import type { Conversation } from "../../api/types";

/** Up to which number of a conversation everybody else has got, and has read, what was said. Who does not let others
 *  know what they read stands at what was delivered. */
export interface Others {
  delivered: number;
  read: number;
}

export function othersIn(conversation: Conversation, me: string): Others | null {
  const others = conversation.participants.filter(({ user }) => user.id !== me && !user.is_bot);
  if (others.length === 0) return null;
  return {
    delivered: Math.min(...others.map((one) => one.delivered_seq ?? 0)),
    read: Math.min(...others.map((one) => one.read_seq ?? 0)),
  };
}

export function reachOf(seq: number, others: Others): Reach {
  if (others.read >= seq) return "read";
  return others.delivered >= seq ? "delivered" : "sent";
}

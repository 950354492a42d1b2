import type { Message } from "../../api/types";
import { dayKey } from "../../lib/time";
import type { Pending } from "../../sync/state";

/** What the message pane draws, one row each. */
export type Row =
  | { kind: "start"; key: string }
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string }
  | { kind: "message"; key: string; message: Message; first: boolean }
  | { kind: "pending"; key: string; pending: Pending; first: boolean };

const TOGETHER_MS = 5 * 60_000;

/** Put day separators and the unread line between the messages, and group what one person wrote in a row. */
export function rowsOf(messages: Message[], pending: Pending[], me: string, unreadAfter: number | null): Row[] {
  const rows: Row[] = [{ kind: "start", key: "start" }];
  let day = "";
  let marked = unreadAfter === null;
  let before: Message | null = null;
  for (const message of messages) {
    const key = dayKey(message.created_at);
    if (key !== day) {
      rows.push({ kind: "day", key: `day-${key}`, at: message.created_at });
      day = key;
      before = null;
    }
    const said = message.type !== "system" && message.sender?.id !== me;
    if (!marked && unreadAfter !== null && message.seq > unreadAfter && said) {
      rows.push({ kind: "unread", key: "unread" });
      marked = true;
      before = null;
    }
    rows.push({ kind: "message", key: message.id, message, first: !continues(before, message) });
    before = message;
  }
  const last = messages.at(-1);
  pending.forEach((waiting, at) => {
    const follows = at > 0 || (last !== undefined && last.type === "text" && last.sender?.id === me);
    rows.push({ kind: "pending", key: waiting.client_id, pending: waiting, first: !follows });
  });
  return rows;
}

function continues(before: Message | null, message: Message): boolean {
  return (
    before !== null &&
    before.type === "text" &&
    message.type === "text" &&
    before.sender?.id === message.sender?.id &&
    Date.parse(message.created_at) - Date.parse(before.created_at) < TOGETHER_MS
  );
}

import { request } from "./client";

/** How long messages are kept somewhere, and whose rule says so. Without days: for good. */
export interface Kept {
  days: number | null;
  by: "conversation" | "server" | "installation" | null;
  /** Is nothing removed, whatever the rules say? */
  held?: boolean;
}

const at = (conversation: string) => `/conversations/${conversation}/retention`;

export const readKept = (conversation: string) => request<Kept>("GET", at(conversation));
/** Without days: for good. */
export const keepMessages = (conversation: string, days: number | null) =>
  request<Kept>("PUT", at(conversation), { body: { days } });
export const followOthers = (conversation: string) => request<Kept>("DELETE", at(conversation));

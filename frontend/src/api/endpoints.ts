import { request, requestText } from "./client";
import type { CommandFilter, Rerun } from "./commandTypes";
import type { NewPoll } from "./messages";
import type { AtlasEntry, Command, Conversation, Found, FoundMessage, Me, Message, Page, ReadState } from "./types";

/** The operations the app uses, named as on the server. */

export function query(values: Record<string, string | number | undefined>): string {
  const entries = Object.entries(values).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  const text = new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString();
  return text && `?${text}`;
}

/** Page links may be absolute; only their path and query belong to this server's API. */
export function followPage<T>(link: string, signal?: AbortSignal): Promise<Page<T>> {
  const url = new URL(link, location.href);
  return request("GET", url.pathname + url.search, { signal });
}

export const getMe = () => request<Me>("GET", "/users/me");
export const updateMe = (changes: Partial<Pick<Me, "language" | "theme" | "timezone" | "display_name">>) =>
  request<Me>("PATCH", "/users/me", { body: changes });
export const searchUsers = (q: string, signal?: AbortSignal) =>
  request<Page<Found>>("GET", `/users/search${query({ q, limit: 20 })}`, { signal });

/** While the index is made there is no page yet. */
export const searchMessages = (q: string, signal?: AbortSignal) =>
  request<Page<FoundMessage> | { code: "search.index_not_ready"; retry_after: number }>(
    "GET",
    `/messages/search${query({ q, limit: 20 })}`,
    { signal },
  );

export const listConversations = () => request<Page<Conversation>>("GET", `/conversations${query({ limit: 100 })}`);
export const getConversation = (id: string) => request<Conversation>("GET", `/conversations/${id}`);
export const openDirectConversation = (user: string) =>
  request<Conversation>("POST", "/conversations", { body: { user } });
export const createGroup = (name: string, members: string[]) =>
  request<{ id: string; name: string; conversation: string }>("POST", "/groups", { body: { name, members } });
export const markRead = (conversation: string, seq: number) =>
  request<ReadState>("PUT", `/conversations/${conversation}/read`, { body: { seq } });

export const listMessages = (conversation: string, at: { before?: string; after?: string; around?: string } = {}) =>
  request<Page<Message>>("GET", `/conversations/${conversation}/messages${query({ limit: 50, ...at })}`);
export const getMessage = (id: string) => request<Message>("GET", `/messages/${id}`);
export interface NewMessage {
  conversation: string;
  text: string;
  client_id: string;
}
/** What a message may carry beside its words. */
export interface Extra {
  reply_to?: string;
  thread?: string;
  urgent?: boolean;
  location?: { latitude: number; longitude: number; label?: string };
  poll?: NewPoll;
}
export const sendMessage = (message: Omit<NewMessage, "text"> & { text?: string; type?: "emoji" } & Extra) =>
  request<Message>("POST", "/messages", { body: message });

export const submitCommand = (body: NewMessage & Pick<Extra, "thread"> & { confirm: boolean }) =>
  request<Command>("POST", "/commands", { body });
/** What somebody chose and answered in a card before it runs, or the plan as they edited it. */
export interface Confirmation {
  alt?: string;
  proposals?: string[];
  variant?: string;
  answers?: { segment: string; code: string; parameter?: string; value: unknown }[];
}
export const confirmCommand = (id: string, body: Confirmation = {}) =>
  request<Command>("POST", `/commands/${id}/confirm`, { body });
export const cancelCommand = (id: string) => request<Command>("DELETE", `/commands/${id}`);
export const pauseCommand = (id: string) => request<Command>("POST", `/commands/${id}/pause`);
export const resumeCommand = (id: string) => request<Command>("POST", `/commands/${id}/resume`);
export const rerunCommand = (id: string, body: Rerun = {}) =>
  request<Command>("POST", `/commands/${id}/rerun`, { body });
export const listCommands = (filter: CommandFilter = {}, signal?: AbortSignal) =>
  request<Page<Command>>("GET", `/commands${query({ limit: 30, ...filter })}`, { signal });
export const getCommand = (id: string, signal?: AbortSignal) => request<Command>("GET", `/commands/${id}`, { signal });
export const getAltYaml = (id: string, signal?: AbortSignal) =>
  requestText(`/commands/${id}/alt`, "application/yaml", signal);

export const searchAtlas = (q: string, signal?: AbortSignal) =>
  request<Page<AtlasEntry>>("GET", `/atlas${query({ q: q || undefined, limit: 30 })}`, { signal });

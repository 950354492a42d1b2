import { request, requestUpload } from "./client";
import type { Arranged, Conversation, Group, Page, Participant, Role, User } from "./types";

/** How one arranges one's conversations, and what a group's people may set. */

export type Least = "everyone" | "administrators" | "owners";
export type Right = "write" | "invite" | "pin" | "mention_all" | "change";

export interface GroupSettings extends Group {
  member_count: number;
  who_may: Record<Right, Least>;
  history: "all" | "joined";
}

export interface Invite {
  id: string;
  /** Only in the answer that makes it. */
  code: string | null;
  hint: string;
  created_by: User;
  max_uses: number | null;
  uses: number;
  expires_at: string | null;
  created_at: string;
}

export interface InvitePreview {
  kind: string;
  place: { id: string; name: string; description: string; avatar_url: string | null; member_count: number };
  created_by: User;
  expires_at: string | null;
}

type ArrangedPlace = Arranged & { conversation: string };

const of = (id: string, tail: string) => `/conversations/${id}/${tail}`;
const onOff = (on: boolean) => (on ? "PUT" : "DELETE");

export const setArchived = (id: string, on: boolean) => request<ArrangedPlace>(onOff(on), of(id, "archive"));
export const setOnTop = (id: string, on: boolean) => request<ArrangedPlace>(onOff(on), of(id, "pin"));
export const mute = (id: string, until: string | null) =>
  request<ArrangedPlace>("PUT", of(id, "mute"), { body: until ? { until } : {} });
export const unmute = (id: string) => request<ArrangedPlace>("DELETE", of(id, "mute"));
export const chooseNotifications = (id: string, notifications: Arranged["notifications"]) =>
  request<ArrangedPlace>("PATCH", `/conversations/${id}`, { body: { notifications } });
export const leaveConversation = (id: string) => request<void>("DELETE", `/conversations/${id}`);
export const listArchived = () => request<Page<Conversation>>("GET", "/conversations?filter=archived&limit=100");

export const getGroup = (id: string) => request<GroupSettings>("GET", `/groups/${id}`);
/** `seen` is the version that was changed: 412 where it is no longer the newest. */
export const changeGroup = (
  id: string,
  changes: Partial<
    Pick<GroupSettings, "name" | "description" | "history" | "slow_mode_seconds"> & {
      who_may: Partial<GroupSettings["who_may"]>;
    }
  >,
  seen: number,
) => request<GroupSettings>("PATCH", `/groups/${id}`, { body: changes, ifMatch: `"${id}-${seen}"` });
export const deleteGroup = (id: string) => request<void>("DELETE", `/groups/${id}`);
export const setGroupPicture = (id: string, picture: Blob) =>
  requestUpload<Group>("PUT", `/groups/${id}/avatar`, picture);
export const removeGroupPicture = (id: string) => request<void>("DELETE", `/groups/${id}/avatar`);
export const listMembers = (id: string, narrowed: { q?: string } = {}, signal?: AbortSignal) =>
  request<Page<Participant>>("GET", `/groups/${id}/members?${new URLSearchParams({ limit: "50", ...narrowed })}`, {
    signal,
  });
export const addMembers = (id: string, members: string[]) =>
  request<GroupSettings>("POST", `/groups/${id}/members`, { body: { members } });
export const removeMember = (id: string, user: string) => request<void>("DELETE", `/groups/${id}/members/${user}`);
export const giveRole = (id: string, user: string, role: Role) =>
  request<Participant>("PUT", `/groups/${id}/members/${user}/role`, { body: { role } });
export const listInvites = (id: string) => request<Page<Invite>>("GET", `/groups/${id}/invites`);
export const createInvite = (id: string, settings: { max_uses?: number; expires_at?: string }) =>
  request<Invite>("POST", `/groups/${id}/invites`, { body: settings });
export const revokeInvite = (id: string, invite: string) => request<void>("DELETE", `/groups/${id}/invites/${invite}`);
export const readInvite = (code: string) => request<InvitePreview>("GET", `/invites/${encodeURIComponent(code)}`);
export const acceptInvite = (code: string) =>
  request<{ kind: string; id: string }>("POST", `/invites/${encodeURIComponent(code)}/accept`, { body: {} });

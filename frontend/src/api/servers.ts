import { request, requestUpload } from "./client";
import type { Kept } from "./retention";
import type {
  Ban,
  Category,
  Channel,
  CustomEmoji,
  Invite,
  Override,
  Server,
  ServerEntry,
  ServerMember,
  ServerRole,
  Statistics,
} from "./serverTypes";
import type { ChannelType, Page } from "./types";

/** What the app asks about servers, named as on the server. */

const at = (server: string, rest = "") => `/servers/${server}${rest}`;
const query = (values: Record<string, string>) => new URLSearchParams(values).toString();

export const listServers = () => request<Page<Server>>("GET", "/servers?limit=100");
export const listDeletedServers = () => request<Page<Server>>("GET", "/servers?filter=deleted&limit=100");
export const createServer = (name: string) => request<Server>("POST", "/servers", { body: { name } });
/** `seen` is the version that was changed: 412 where it is no longer the newest. */
export const changeServer = (id: string, changes: { name?: string; description?: string }, seen: number) =>
  request<Server>("PATCH", at(id), { body: changes, ifMatch: `"${id}-${seen}"` });
export const deleteServer = (id: string) => request<void>("DELETE", at(id));
export const restoreServer = (id: string) => request<Server>("POST", at(id, "/restore"));
export const setServerPicture = (id: string, picture: Blob) =>
  requestUpload<Server>("PUT", at(id, "/picture"), picture);
export const removeServerPicture = (id: string) => request<void>("DELETE", at(id, "/picture"));
export const serverStatistics = (id: string, days: number) => request<Statistics>("GET", at(id, `/stats?days=${days}`));
/** The newest first; of one kind, such as `server.member_banned`, where one is named. */
export const listServerAudit = (id: string, action: string, signal?: AbortSignal) =>
  request<Page<ServerEntry>>("GET", at(id, `/audit?${query({ limit: "50", ...(action && { action }) })}`), { signal });
export const readServerRetention = (id: string) => request<Kept>("GET", at(id, "/retention"));
/** Without days: for good. */
export const keepServerMessages = (id: string, days: number | null) =>
  request<Kept>("PUT", at(id, "/retention"), { body: { days } });
export const followInstallation = (id: string) => request<Kept>("DELETE", at(id, "/retention"));
export const handServerOver = (id: string, user: string) =>
  request<Server>("PUT", at(id, "/owner"), { body: { user } });

export const listMembers = (id: string, narrowed: { q?: string; role?: string }, signal?: AbortSignal) =>
  request<Page<ServerMember>>("GET", at(id, `/members?${query({ limit: "50", ...narrowed })}`), { signal });
/** At most 100 of them. */
export const listMembersOf = (id: string, users: string[]) =>
  request<Page<ServerMember>>("GET", at(id, `/members?${query({ limit: "100", users: users.join() })}`));
/** Those who have a nickname, the first hundred of them. */
export const listNicknamed = (id: string) =>
  request<Page<ServerMember>>("GET", at(id, `/members?${query({ limit: "100", nicknamed: "true" })}`));
export const readMember = (id: string, user: string) => request<ServerMember>("GET", at(id, `/members/${user}`));
export const nameMember = (id: string, user: string, nickname: string) =>
  request<ServerMember>("PATCH", at(id, `/members/${user}`), { body: { nickname } });
export const removeMember = (id: string, user: string, reason = "") =>
  request<void>("DELETE", at(id, `/members/${user}${reason && `?${query({ reason })}`}`));
export const muteMember = (id: string, user: string, until: string, reason: string) =>
  request<ServerMember>("PUT", at(id, `/members/${user}/mute`), { body: { until, reason } });
export const unmuteMember = (id: string, user: string) =>
  request<ServerMember>("DELETE", at(id, `/members/${user}/mute`));
export const giveRole = (id: string, user: string, role: string) =>
  request<ServerMember>("PUT", at(id, `/members/${user}/roles/${role}`));
export const takeRole = (id: string, user: string, role: string) =>
  request<ServerMember>("DELETE", at(id, `/members/${user}/roles/${role}`));

export type RoleChanges = Partial<Pick<ServerRole, "name" | "color" | "permissions" | "mentionable" | "hoisted">>;
export const listRoles = (id: string) => request<Page<ServerRole>>("GET", at(id, "/roles"));
export const createRole = (id: string, name: string) =>
  request<ServerRole>("POST", at(id, "/roles"), { body: { name } });
export const changeRole = (id: string, role: string, changes: RoleChanges) =>
  request<ServerRole>("PATCH", at(id, `/roles/${role}`), { body: changes });
export const deleteRole = (id: string, role: string) => request<void>("DELETE", at(id, `/roles/${role}`));
/** The highest first, without everybody's. */
export const orderRoles = (id: string, roles: string[]) =>
  request<Page<ServerRole>>("PUT", at(id, "/roles/order"), { body: { roles } });

export const listBans = (id: string, signal?: AbortSignal) =>
  request<Page<Ban>>("GET", at(id, "/bans?limit=50"), { signal });
export const banMember = (id: string, user: string, ban: { reason?: string; delete_message_seconds?: number }) =>
  request<Ban>("PUT", at(id, `/bans/${user}`), { body: ban });
export const unbanMember = (id: string, user: string) => request<void>("DELETE", at(id, `/bans/${user}`));

export const listServerInvites = (id: string) => request<Page<Invite>>("GET", at(id, "/invites"));
export const createServerInvite = (id: string) => request<Invite>("POST", at(id, "/invites"), { body: {} });
export const revokeServerInvite = (id: string, invite: string) => request<void>("DELETE", at(id, `/invites/${invite}`));

export const listCategories = (id: string) => request<Page<Category>>("GET", at(id, "/categories"));
export const createCategory = (id: string, name: string) =>
  request<Category>("POST", at(id, "/categories"), { body: { name } });
export const changeCategory = (id: string, category: string, name: string) =>
  request<Category>("PATCH", at(id, `/categories/${category}`), { body: { name } });
export const deleteCategory = (id: string, category: string) =>
  request<void>("DELETE", at(id, `/categories/${category}`));
export const orderCategories = (id: string, categories: string[]) =>
  request<void>("PUT", at(id, "/categories/order"), { body: { categories } });

export type ChannelChanges = Partial<Pick<Channel, "name" | "description" | "type" | "slow_mode_seconds">>;
export const readChannel = (id: string, channel: string) => request<Channel>("GET", at(id, `/channels/${channel}`));
export const createChannel = (id: string, body: { name: string; type: ChannelType; category: string | null }) =>
  request<Channel>("POST", at(id, "/channels"), { body });
export const changeChannel = (id: string, channel: string, changes: ChannelChanges) =>
  request<Channel>("PATCH", at(id, `/channels/${channel}`), { body: changes });
export const deleteChannel = (id: string, channel: string) => request<void>("DELETE", at(id, `/channels/${channel}`));
export const orderChannels = (id: string, category: string | null, channels: string[]) =>
  request<void>("PUT", at(id, "/channels/order"), { body: { category, channels } });
export const syncChannel = (id: string, channel: string) =>
  request<Channel>("PUT", at(id, `/channels/${channel}/synced`));

/** Where permissions can differ. */
export type PlaceKind = "channels" | "categories";
export const listOverrides = (id: string, kind: PlaceKind, place: string) =>
  request<Page<Override>>("GET", at(id, `/${kind}/${place}/overrides`));
export const setOverride = (id: string, kind: PlaceKind, place: string, { type, id: whom, allow, deny }: Override) =>
  request<Override>("PUT", at(id, `/${kind}/${place}/overrides/${type}/${whom}`), { body: { allow, deny } });
export const removeOverride = (id: string, kind: PlaceKind, place: string, { type, id: whom }: Override) =>
  request<void>("DELETE", at(id, `/${kind}/${place}/overrides/${type}/${whom}`));

export const addEmoji = (id: string, name: string, picture: Blob) =>
  requestUpload<CustomEmoji>("POST", at(id, `/emoji?${query({ name })}`), picture);
export const removeEmoji = (id: string, emoji: string) => request<void>("DELETE", at(id, `/emoji/${emoji}`));

import { request } from "./client";
import type { Ban, Category, Channel, Invite, Server, ServerMember, ServerRole } from "./serverTypes";
import type { ChannelType, Page } from "./types";

/** What the app asks about servers, named as on the server. */

const at = (server: string, rest = "") => `/servers/${server}${rest}`;

export const listServers = () => request<Page<Server>>("GET", "/servers?limit=100");
export const createServer = (name: string) => request<Server>("POST", "/servers", { body: { name } });
export const changeServer = (id: string, changes: { name?: string; description?: string }) =>
  request<Server>("PATCH", at(id), { body: changes });
export const deleteServer = (id: string) => request<void>("DELETE", at(id));

export const listMembers = (id: string) => request<Page<ServerMember>>("GET", at(id, "/members?limit=100"));
export const removeMember = (id: string, user: string) => request<void>("DELETE", at(id, `/members/${user}`));
export const giveRole = (id: string, user: string, role: string) =>
  request<ServerMember>("PUT", at(id, `/members/${user}/roles/${role}`));
export const takeRole = (id: string, user: string, role: string) =>
  request<ServerMember>("DELETE", at(id, `/members/${user}/roles/${role}`));

export const createRole = (id: string, name: string) =>
  request<ServerRole>("POST", at(id, "/roles"), { body: { name } });
export const changeRole = (id: string, role: string, changes: { permissions: string[] }) =>
  request<ServerRole>("PATCH", at(id, `/roles/${role}`), { body: changes });
export const deleteRole = (id: string, role: string) => request<void>("DELETE", at(id, `/roles/${role}`));

export const listBans = (id: string) => request<Page<Ban>>("GET", at(id, "/bans"));
export const banMember = (id: string, user: string) => request<Ban>("PUT", at(id, `/bans/${user}`), { body: {} });
export const unbanMember = (id: string, user: string) => request<void>("DELETE", at(id, `/bans/${user}`));

export const listServerInvites = (id: string) => request<Page<Invite>>("GET", at(id, "/invites"));
export const createServerInvite = (id: string) => request<Invite>("POST", at(id, "/invites"), { body: {} });
export const revokeServerInvite = (id: string, invite: string) => request<void>("DELETE", at(id, `/invites/${invite}`));

export const listCategories = (id: string) => request<Page<Category>>("GET", at(id, "/categories"));
export const createCategory = (id: string, name: string) =>
  request<Category>("POST", at(id, "/categories"), { body: { name } });
export const createChannel = (id: string, body: { name: string; type: ChannelType; category: string | null }) =>
  request<Channel>("POST", at(id, "/channels"), { body });

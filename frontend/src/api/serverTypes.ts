import type { ChannelPlace, ChannelType, User } from "./types";

/** The JSON of servers, their roles, channels and members. */

export interface ServerRole {
  id: string;
  server: string;
  name: string;
  /** How messages call it, after an @. */
  mention_name: string;
  color: string;
  position: number;
  permissions: string[];
  mentionable: boolean;
  hoisted: boolean;
  is_everyone: boolean;
  version: number;
  /** Only in the list of roles. */
  member_count?: number;
}

export interface CustomEmoji {
  id: string;
  server: string;
  name: string;
  url: string;
}

export interface Membership {
  nickname: string;
  roles: string[];
  silenced_until: string | null;
  joined_at: string;
}

export interface ServerMember extends Membership {
  server: string;
  user: User;
}

export interface ServerInfo {
  id: string;
  name: string;
  description: string;
  picture_url: string | null;
  owner: string;
  member_count: number;
  created_at: string;
  version: number;
}

export interface Server extends ServerInfo {
  deletes_at: string | null;
  seq: number;
  /** The highest first. */
  roles: ServerRole[];
  emoji: CustomEmoji[];
  my: Membership | null;
}

export interface Channel {
  id: string;
  server: string;
  conversation: string;
  type: ChannelType;
  name: string;
  description: string;
  category: ChannelPlace["category"];
  position: number;
  synced: boolean;
  slow_mode_seconds: number;
  created_at: string;
  version: number;
}
export interface Category {
  id: string;
  server: string;
  name: string;
  position: number;
  version: number;
}

/** What a role, or one member, may more or less in a channel or category. */
export interface Override {
  type: "role" | "member";
  id: string;
  allow: string[];
  deny: string[];
}

/** A day (UTC) of a server. */
export interface ServerDay {
  day: string;
  members: number;
  joined: number;
  left: number;
  messages: number;
  active: number;
}

export interface Statistics {
  member_count: number;
  /** The oldest first. */
  days: ServerDay[];
}

/** Something that was done in a server. */
export interface ServerEntry {
  seq: number;
  at: string;
  action: string;
  actor: User | null;
  /** As the name was then. */
  actor_name: string;
  user: User | null;
  role: { id: string; name: string | null } | null;
  channel: { id: string; name: string | null } | null;
  reason: string;
  details: Record<string, unknown>;
}

export interface Ban {
  user: User;
  reason: string;
  banned_by: User | null;
  created_at: string;
}

export interface Invite {
  id: string;
  code: string | null;
  hint: string;
  created_by: User;
  max_uses: number | null;
  uses: number;
  expires_at: string | null;
  created_at: string;
}

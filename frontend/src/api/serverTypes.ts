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

import type { Server, ServerMember, ServerRole } from "../../api/serverTypes";
import type { en } from "../../i18n/en";

/** What somebody is and may in a server, and why not: as the server judges it, so that a screen can say so before. */

export type Right = keyof typeof en.servers.may;
export type Why = keyof typeof en.servers.why;

/** The permissions as people look for them. */
export const RIGHTS: Record<"general" | "members" | "text" | "voice", Right[]> = {
  general: [
    "view_channel",
    "manage_channels",
    "manage_roles",
    "manage_emoji",
    "view_statistics",
    "view_audit_log",
    "manage_server",
    "administrator",
  ],
  members: ["create_invite", "change_nickname", "manage_nicknames", "mute_members", "kick_members", "ban_members"],
  text: [
    "send_messages",
    "send_in_threads",
    "attach_files",
    "add_reactions",
    "mention_everyone",
    "pin_messages",
    "manage_messages",
    "announce",
  ],
  voice: ["connect", "speak"],
};
export type RightGroup = keyof typeof RIGHTS;
export const RIGHT_GROUPS = Object.keys(RIGHTS) as RightGroup[];

/** What can differ from channel to channel. */
const IN_CHANNELS: Right[] = ["view_channel", "manage_channels", ...RIGHTS.text, ...RIGHTS.voice];
export const differsInChannels = (right: Right): boolean => IN_CHANNELS.includes(right);

export interface Standing {
  owner: boolean;
  /** How high the highest of their roles stands. */
  top: number;
  may(right: Right): boolean;
}

const OWNER = Number.POSITIVE_INFINITY;

function standingOf(server: Server, user: string, held: string[], silencedUntil: string | null): Standing {
  const owner = server.owner === user;
  const mine = server.roles.filter((role) => role.is_everyone || held.includes(role.id));
  const names = new Set(mine.flatMap((role) => role.permissions));
  const all = owner || names.has("administrator");
  const silenced = !owner && silencedUntil !== null && Date.parse(silencedUntil) > Date.now();
  return {
    owner,
    top: owner ? OWNER : Math.max(0, ...mine.map((role) => role.position)),
    may: (right) => (silenced ? right === "view_channel" && names.has(right) : all || names.has(right)),
  };
}

/** Return what this person is in a server. */
export const myStanding = (server: Server, me: string): Standing =>
  standingOf(server, me, server.my?.roles ?? [], server.my?.silenced_until ?? null);

/** Return how high the highest role of a member stands. */
export const topOf = (server: Server, member: ServerMember): number =>
  standingOf(server, member.user.id, member.roles, null).top;

/** Return why somebody cannot change, give or take a role; null where they can. */
export function whyNotRole(mine: Standing, role: ServerRole): Why | null {
  if (!mine.may("manage_roles")) return "noRoles";
  return mine.top > role.position ? null : "roleAbove";
}

/** Return why a permission cannot be put into a role that has it or not; taking away is open to who may change it. */
export function whyNotGrant(mine: Standing, right: Right, has: boolean): Why | null {
  return has || mine.may(right) ? null : "notYours";
}

export type MemberDeed = "kick" | "ban" | "mute" | "name";
const NEEDED: Record<MemberDeed, Right> = {
  kick: "kick_members",
  ban: "ban_members",
  mute: "mute_members",
  name: "manage_nicknames",
};

/** Return why somebody cannot do this to a member; null where they can. */
export function whyNotMember(server: Server, me: string, member: ServerMember, deed: MemberDeed): Why | null {
  const mine = myStanding(server, me);
  const { user, roles, silenced_until } = member;
  if (deed === "name" && user.id === me) {
    return mine.may("change_nickname") || mine.may("manage_nicknames") ? null : "noRight";
  }
  if (!mine.may(NEEDED[deed])) return "noRight";
  if (user.id === me) return "yourself";
  if (user.id === server.owner) return "theOwner";
  const theirs = standingOf(server, user.id, roles, null);
  if (deed === "mute" && theirs.may("administrator") && !silenced_until) return "administers";
  return mine.top > theirs.top ? null : "memberAbove";
}

/** Return why nothing about a role or member can be said in channels; null where it can. */
export function whyNotOverride(mine: Standing, top: number): Why | null {
  if (!mine.may("manage_channels") || !mine.may("manage_roles")) return "noOverrides";
  return mine.owner || mine.top > top ? null : "roleAbove";
}

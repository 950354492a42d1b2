import type { Override, Server, ServerMember } from "../../api/serverTypes";
import type { Right } from "./standing";

/** What an override says about one permission. */
export type Says = "deny" | "neutral" | "allow";

export function saysOf(override: Override, right: Right): Says {
  if (override.deny.includes(right)) return "deny";
  return override.allow.includes(right) ? "allow" : "neutral";
}

/** Return an override that says something else about one permission, and the same about all others. */
export function saying(override: Override, right: Right, says: Says): Override {
  const without = (names: string[]) => names.filter((name) => name !== right);
  return {
    ...override,
    allow: [...without(override.allow), ...(says === "allow" ? [right] : [])],
    deny: [...without(override.deny), ...(says === "deny" ? [right] : [])],
  };
}

/** Return an override that says nothing yet. */
export const untouched = (type: Override["type"], id: string): Override => ({ type, id, allow: [], deny: [] });

/** Return what there is for everybody, then for roles as they stand, then for members, with those that one chose. */
export function withOverrides(known: Override[], server: Server, met: ServerMember[]): Override[] {
  const roles = server.roles.filter((role) => role.is_everyone || known.some((row) => row.id === role.id));
  const ordered = [...roles.filter((role) => role.is_everyone), ...roles.filter((role) => !role.is_everyone)];
  const members = known.filter((row) => row.type === "member");
  const more = met.filter((member) => !members.some((row) => row.id === member.user.id));
  return [
    ...ordered.map((role) => known.find((row) => row.id === role.id) ?? untouched("role", role.id)),
    ...members,
    ...more.map((member) => untouched("member", member.user.id)),
  ];
}

import { expect, it } from "vitest";
import { ayse, bora, cem, server, serverMember, serverRole } from "../../testing/factories";
import { myStanding, whyNotGrant, whyNotMember, whyNotOverride, whyNotRole } from "./standing";

const everyone = serverRole("everyone", 0, { permissions: ["view_channel", "change_nickname"] });
const low = serverRole("low", 1);
const helper = serverRole("helper", 2, { permissions: ["manage_roles", "kick_members", "mute_members"] });
const boss = serverRole("boss", 3, { permissions: ["administrator"] });
const roles = [boss, helper, low, everyone];
const asHelper = server({ roles, my: { ...serverMember(ayse), roles: ["helper"] } });

it("an owner may everything and stands above every role", () => {
  const mine = myStanding(server({ roles, owner: "ayse" }), "ayse");
  expect(mine.may("ban_members")).toBe(true);
  expect(roles.map((role) => whyNotRole(mine, role))).toEqual([null, null, null, null]);
});

it("only roles below one's own highest can be changed", () => {
  const mine = myStanding(asHelper, "ayse");
  expect(roles.map((role) => whyNotRole(mine, role))).toEqual(["roleAbove", "roleAbove", null, null]);
  expect(whyNotRole(myStanding(server({ roles }), "ayse"), low)).toBe("noRoles");
});

it("who administers may everything but not to roles at their own height", () => {
  const mine = myStanding(server({ roles, my: { ...serverMember(ayse), roles: ["boss"] } }), "ayse");
  expect(mine.may("manage_server")).toBe(true);
  expect(whyNotRole(mine, boss)).toBe("roleAbove");
});

it("one adds only what one may, and takes away anything", () => {
  const mine = myStanding(asHelper, "ayse");
  expect(whyNotGrant(mine, "kick_members", false)).toBeNull();
  expect(whyNotGrant(mine, "ban_members", false)).toBe("notYours");
  expect(whyNotGrant(mine, "ban_members", true)).toBeNull();
});

it("nobody does anything to who stands beside or above them, to the owner or to themselves", () => {
  const kick = (member: Parameters<typeof whyNotMember>[2]) => whyNotMember(asHelper, "ayse", member, "kick");
  expect(kick(serverMember(cem))).toBeNull();
  expect(kick(serverMember(cem, { roles: ["low"] }))).toBeNull();
  expect(kick(serverMember(cem, { roles: ["helper"] }))).toBe("memberAbove");
  expect(kick(serverMember(bora))).toBe("theOwner");
  expect(kick(serverMember(ayse))).toBe("yourself");
  expect(whyNotMember(asHelper, "ayse", serverMember(cem), "ban")).toBe("noRight");
});

it("nobody silences who administers", () => {
  const owned = server({ roles, owner: "ayse" });
  expect(whyNotMember(owned, "ayse", serverMember(cem, { roles: ["boss"] }), "mute")).toBe("administers");
  expect(whyNotMember(owned, "ayse", serverMember(cem, { roles: ["boss"] }), "kick")).toBeNull();
});

it("one's own nickname needs another right than that of others", () => {
  expect(whyNotMember(asHelper, "ayse", serverMember(ayse), "name")).toBeNull();
  expect(whyNotMember(asHelper, "ayse", serverMember(cem), "name")).toBe("noRight");
});

it("who is silenced may only see", () => {
  const silenced_until = new Date(Date.now() + 60_000).toISOString();
  const mine = myStanding(server({ roles, my: { ...serverMember(ayse), roles: ["boss"], silenced_until } }), "ayse");
  expect(mine.may("view_channel")).toBe(true);
  expect(mine.may("administrator")).toBe(false);
  const later = myStanding(
    server({ roles, my: { ...serverMember(ayse), roles: ["boss"], silenced_until: "2020-01-01T00:00:00.000Z" } }),
    "ayse",
  );
  expect(later.may("administrator")).toBe(true);
});

it("what differs in channels needs both rights and stands below", () => {
  expect(whyNotOverride(myStanding(asHelper, "ayse"), 0)).toBe("noOverrides");
  const both = serverRole("both", 2, { permissions: ["manage_roles", "manage_channels"] });
  const mine = myStanding(
    server({ roles: [both, low, everyone], my: { ...serverMember(ayse), roles: ["both"] } }),
    "ayse",
  );
  expect(whyNotOverride(mine, 1)).toBeNull();
  expect(whyNotOverride(mine, 2)).toBe("roleAbove");
});

import { expect, it } from "vitest";
import type { Override } from "../../api/serverTypes";
import { bora, cem, server, serverMember, serverRole } from "../../testing/factories";
import { saying, saysOf, withOverrides } from "./overriding";

const known: Override = { type: "role", id: "low", allow: ["send_messages"], deny: ["add_reactions"] };

it("an override says one of three about each permission", () => {
  expect(saysOf(known, "send_messages")).toBe("allow");
  expect(saysOf(known, "add_reactions")).toBe("deny");
  expect(saysOf(known, "speak")).toBe("neutral");
});

it("saying something about one permission leaves the others", () => {
  expect(saying(known, "send_messages", "deny")).toEqual({
    ...known,
    allow: [],
    deny: ["add_reactions", "send_messages"],
  });
  expect(saying(known, "add_reactions", "neutral")).toEqual({ ...known, deny: [] });
  expect(saying(known, "speak", "allow").allow).toEqual(["send_messages", "speak"]);
});

it("everybody comes first, then roles as they stand, then members, those just chosen last", () => {
  const place = server({ roles: [serverRole("high", 2), serverRole("low", 1), serverRole("everyone", 0)] });
  const member: Override = { type: "member", id: "bora", allow: [], deny: ["speak"] };
  const rows = withOverrides([member, known], place, [serverMember(cem), serverMember(bora)]);
  expect(rows.map(({ id }) => id)).toEqual(["everyone", "low", "bora", "cem"]);
  expect(rows[2]).toBe(member);
});

import { useQueries } from "@tanstack/react-query";
import { readMember } from "../../api/servers";
import type { Override, Server, ServerMember } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { memberName } from "./MemberFace";
import { myStanding, topOf, type Why, whyNotOverride } from "./standing";

/** Return what to call those whom overrides concern, and why nothing can be said about one of them. */
export function useWhom(
  server: Server,
  rows: Override[],
  met: ServerMember[],
): (row: Override) => { name: string; why: Why | null } {
  const { t } = useTranslation();
  const me = useSync((state) => state.me.id);
  const unknown = rows.filter((row) => row.type === "member" && !met.some((member) => member.user.id === row.id));
  const asked = useQueries({
    queries: unknown.map((row) => ({
      queryKey: ["server", server.id, "members", "one", row.id],
      queryFn: () => readMember(server.id, row.id),
      retry: false,
    })),
  });
  const members = [...met, ...asked.flatMap((query) => query.data ?? [])];
  const mine = myStanding(server, me);
  return ({ type, id }) => {
    if (type === "role") {
      const role = server.roles.find((one) => one.id === id);
      const name = !role || role.is_everyone ? t("servers.everyone") : role.name;
      return { name, why: whyNotOverride(mine, role?.position ?? 0) };
    }
    const member = members.find((one) => one.user.id === id);
    if (!member) return { name: t("servers.someone"), why: whyNotOverride(mine, 0) };
    return { name: memberName(member), why: whyNotOverride(mine, topOf(server, member)) };
  };
}

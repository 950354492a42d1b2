import { useQuery } from "@tanstack/react-query";
import { banMember, giveRole, listMembers, removeMember, takeRole } from "../../api/servers";
import type { Server, ServerMember } from "../../api/serverTypes";
import { useLanguage, useTranslation } from "../../i18n";
import { personName } from "../../sync/names";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import styles from "./servers.module.css";
import type { useDoing } from "./useDoing";

interface Props {
  server: Server;
  me: string;
  may(name: string): boolean;
  doing: ReturnType<typeof useDoing>[1];
}

export function Members({ server, may, me, doing }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useQuery({
    queryKey: ["server", server.id, "members", server.member_count],
    queryFn: () => listMembers(server.id),
  });
  const roles = server.roles.filter((role) => !role.is_everyone);
  const toggle = (member: ServerMember, role: string) =>
    doing(() =>
      member.roles.includes(role)
        ? takeRole(server.id, member.user.id, role)
        : giveRole(server.id, member.user.id, role),
    );
  return (
    <section aria-labelledby="server-members">
      <h2 id="server-members" className={styles.heading}>
        {t("servers.members")}
      </h2>
      <ul className={styles.rows}>
        {query.data?.results.map((member) => {
          const name = member.nickname || personName(member.user);
          const other = member.user.id !== me && member.user.id !== server.owner;
          return (
            <li key={member.user.id} className={styles.row}>
              <Avatar id={member.user.id} name={name} url={member.user.avatar_url} language={language} size="s" />
              <span className={styles.who}>
                <span>{name}</span>
                <span className={styles.hint}>
                  {[
                    ...(member.user.id === server.owner ? [t("servers.owner")] : []),
                    ...roles.filter((role) => member.roles.includes(role.id)).map((role) => role.name),
                  ].join(", ")}
                </span>
              </span>
              {may("manage_roles") && roles.length > 0 && (
                <details className={styles.more}>
                  <summary>{t("servers.rolesOf", { name })}</summary>
                  {roles.map((role) => (
                    <label key={role.id} className={styles.check}>
                      <input
                        type="checkbox"
                        checked={member.roles.includes(role.id)}
                        onChange={() => void toggle(member, role.id)}
                      />
                      {role.name}
                    </label>
                  ))}
                </details>
              )}
              {other && may("kick_members") && (
                <Button
                  size="s"
                  aria-label={t("servers.kickName", { name })}
                  onClick={() => void doing(() => removeMember(server.id, member.user.id))}
                >
                  {t("servers.kick")}
                </Button>
              )}
              {other && may("ban_members") && (
                <Button
                  size="s"
                  look="danger"
                  aria-label={t("servers.banName", { name })}
                  onClick={() => void doing(() => banMember(server.id, member.user.id))}
                >
                  {t("servers.ban")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

import { useState } from "react";
import { giveRole, listMembers, takeRole } from "../../api/servers";
import type { Server, ServerRole } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { usePages } from "../../sync/usePages";
import { Button } from "../../ui/Button";
import { More } from "../../ui/More";
import { Failure } from "./Failure";
import { MemberFace, memberName } from "./MemberFace";
import { MemberSearch } from "./MemberSearch";
import styles from "./settings.module.css";
import type { Why as Reason } from "./standing";
import { useDoing } from "./useDoing";

interface Props {
  server: Server;
  role: ServerRole;
  why: Reason | null;
}

/** Who has a role, and giving it to more. */
export function RoleMembers({ server, role, why }: Props) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const [failure, doing] = useDoing();
  const held = usePages(["server", server.id, "members", "of", role.id], (signal) =>
    listMembers(server.id, { role: role.id }, signal),
  );
  return (
    <section aria-labelledby="role-members">
      <h3 id="role-members" className={styles.title}>
        {t("servers.whoHas", { name: role.name })}
      </h3>
      <Failure text={failure} />
      {held.status === "success" && held.items.length === 0 && <p className={styles.hint}>{t("servers.nobodyHas")}</p>}
      <ul className={styles.rows}>
        {held.items.map((member) => (
          <li key={member.user.id} className={styles.row}>
            <MemberFace member={member} />
            {why === null && (
              <Button
                size="s"
                aria-label={t("servers.takeRoleFrom", { name: memberName(member) })}
                onClick={() => void doing(() => takeRole(server.id, member.user.id, role.id))}
              >
                {t("servers.takeRole")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <More pages={held} />
      {why === null &&
        (adding ? (
          <MemberSearch
            server={server}
            label={t("servers.giveRoleTo")}
            refused={(member) => (member.roles.includes(role.id) ? t("servers.hasIt") : null)}
            action={t("servers.giveRole")}
            onPick={(member) => void doing(() => giveRole(server.id, member.user.id, role.id))}
          />
        ) : (
          <p className={styles.buttons}>
            <Button onClick={() => setAdding(true)}>{t("servers.giveRoleTo")}</Button>
          </p>
        ))}
    </section>
  );
}

import { useState } from "react";
import { listMembers } from "../../api/servers";
import type { Server, ServerMember } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { useDelayed } from "../../lib/useDelayed";
import { usePages } from "../../sync/usePages";
import { Button } from "../../ui/Button";
import { More } from "../../ui/More";
import { Notice } from "../../ui/Notice";
import { SearchField } from "../../ui/SearchField";
import { Skeleton } from "../../ui/Skeleton";
import { type AskedMember, MemberDialog } from "./MemberDialog";
import { MemberRow } from "./MemberRow";
import styles from "./settings.module.css";

/** Everybody in a server, who came last first; narrowed by name, nickname or role. */
export function MembersScreen({ server }: { server: Server }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [role, setRole] = useState("");
  const [asked, setAsked] = useState<AskedMember | null>(null);
  const q = useDelayed(typed.trim(), 200);
  const members = usePages<ServerMember>(["server", server.id, "members", "list", q, role], (signal) =>
    listMembers(server.id, { ...(q ? { q } : {}), ...(role ? { role } : {}) }, signal),
  );
  const roles = server.roles.filter((one) => !one.is_everyone);
  return (
    <section className={styles.section} aria-labelledby="server-members">
      <h2 id="server-members" className={styles.title}>
        {t("servers.members")} · {server.member_count}
      </h2>
      <div className={styles.form}>
        <SearchField label={t("servers.findMember")} value={typed} onChange={setTyped} />
        {roles.length > 0 && (
          <label className={styles.field}>
            {t("servers.withRole")}
            <select className={styles.input} value={role} onChange={(event) => setRole(event.target.value)}>
              <option value="">{t("servers.anyRole")}</option>
              {roles.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {members.status === "pending" && <Skeleton rows={4} look="cards" label={t("app.loading")} />}
      {members.status === "error" && (
        <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
          <Button onClick={members.refetch}>{t("app.retry")}</Button>
        </Notice>
      )}
      {members.status === "success" && members.items.length === 0 && (
        <p className={styles.hint} role="status">
          {t("servers.nobodyFound")}
        </p>
      )}
      <ul className={styles.rows} aria-label={t("servers.members")}>
        {members.items.map((member) => (
          <MemberRow key={member.user.id} server={server} member={member} ask={setAsked} />
        ))}
      </ul>
      <More pages={members} />
      {asked && <MemberDialog server={server} asked={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

import { useQuery } from "@tanstack/react-query";
import { listBans, unbanMember } from "../../api/servers";
import type { Server } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { personName } from "../../sync/names";
import { Button } from "../../ui/Button";
import styles from "./servers.module.css";
import type { useDoing } from "./useDoing";

export function Bans({ server, doing }: { server: Server; doing: ReturnType<typeof useDoing>[1] }) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["server", server.id, "bans"], queryFn: () => listBans(server.id) });
  const bans = query.data?.results ?? [];
  return (
    <section aria-labelledby="server-bans">
      <h2 id="server-bans" className={styles.heading}>
        {t("servers.bans")}
      </h2>
      {query.isSuccess && bans.length === 0 && <p className={styles.hint}>{t("servers.nobodyBanned")}</p>}
      <ul className={styles.rows}>
        {bans.map(({ user, reason }) => (
          <li key={user.id} className={styles.row}>
            <span className={styles.who}>
              <span>{personName(user)}</span>
              <span className={styles.hint}>{reason}</span>
            </span>
            <Button
              size="s"
              aria-label={t("servers.unbanName", { name: personName(user) })}
              onClick={() => void doing(() => unbanMember(server.id, user.id))}
            >
              {t("servers.unban")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

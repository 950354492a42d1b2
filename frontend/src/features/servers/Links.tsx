import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { createServerInvite, listServerInvites, revokeServerInvite } from "../../api/servers";
import type { Server } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import styles from "./servers.module.css";
import type { useDoing } from "./useDoing";

/** The links to a server. A code is shown once, when it is made. */
export function Links({ server, doing }: { server: Server; doing: ReturnType<typeof useDoing>[1] }) {
  const { t } = useTranslation();
  const [made, setMade] = useState<string | null>(null);
  const query = useQuery({ queryKey: ["server", server.id, "invites"], queryFn: () => listServerInvites(server.id) });
  const links = query.data?.results ?? [];
  const make = () =>
    doing(async () => {
      const { code } = await createServerInvite(server.id);
      setMade(`${location.origin}/invite/${code}`);
    });
  return (
    <section aria-labelledby="server-links">
      <h2 id="server-links" className={styles.heading}>
        {t("servers.invites")}
      </h2>
      <div role="status">
        {made && (
          <p>
            {t("servers.inviteMade")} <output className={styles.code}>{made}</output>
          </p>
        )}
      </div>
      {query.isSuccess && links.length === 0 && <p className={styles.hint}>{t("servers.noInvites")}</p>}
      <ul className={styles.rows}>
        {links.map((link) => (
          <li key={link.id} className={styles.row}>
            <span className={styles.who}>
              <code>{link.hint}…</code>
              <span className={styles.hint}>{t("servers.inviteUsed", { count: link.uses })}</span>
            </span>
            <Button
              size="s"
              aria-label={t("servers.revokeHint", { hint: link.hint })}
              onClick={() => void doing(() => revokeServerInvite(server.id, link.id))}
            >
              {t("servers.revoke")}
            </Button>
          </li>
        ))}
      </ul>
      <Button onClick={() => void make()}>{t("servers.newInvite")}</Button>
    </section>
  );
}

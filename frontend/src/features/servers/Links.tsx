import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { createServerInvite, listServerInvites, revokeServerInvite } from "../../api/servers";
import type { Server } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Failure } from "./Failure";
import styles from "./settings.module.css";
import { useDoing } from "./useDoing";

/** The links to a server. A code is shown once, when it is made. */
export function Links({ server }: { server: Server }) {
  const { t } = useTranslation();
  const [failure, doing] = useDoing();
  const [made, setMade] = useState<string | null>(null);
  const query = useQuery({ queryKey: ["server", server.id, "invites"], queryFn: () => listServerInvites(server.id) });
  const links = query.data?.results ?? [];
  const make = () =>
    doing(async () => {
      const { code } = await createServerInvite(server.id);
      setMade(`${location.origin}/invite/${code}`);
    });
  return (
    <section className={styles.section} aria-labelledby="server-links">
      <h2 id="server-links" className={styles.title}>
        {t("servers.invites")}
      </h2>
      <Failure text={failure} />
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
            <span className={styles.words}>
              <code>{link.hint}…</code>
              <span className={styles.detail}>{t("servers.inviteUsed", { count: link.uses })}</span>
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

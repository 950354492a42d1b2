import { listBans, unbanMember } from "../../api/servers";
import type { Ban, Server } from "../../api/serverTypes";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { personName } from "../../sync/names";
import { usePages } from "../../sync/usePages";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { More } from "../../ui/More";
import { Skeleton } from "../../ui/Skeleton";
import { Failure } from "./Failure";
import styles from "./settings.module.css";
import { useDoing } from "./useDoing";

/** Who may not come back, since when and why. */
export function Bans({ server }: { server: Server }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [failure, doing] = useDoing();
  const bans = usePages<Ban>(["server", server.id, "bans"], (signal) => listBans(server.id, signal));
  return (
    <section className={styles.section} aria-labelledby="server-bans">
      <h2 id="server-bans" className={styles.title}>
        {t("servers.bans")}
      </h2>
      <Failure text={failure ?? (bans.status === "error" ? t("app.failed") : null)} />
      {bans.status === "pending" && <Skeleton rows={3} look="cards" label={t("app.loading")} />}
      {bans.status === "success" && bans.items.length === 0 && (
        <p className={styles.hint}>{t("servers.nobodyBanned")}</p>
      )}
      <ul className={styles.rows}>
        {bans.items.map(({ user, reason, banned_by, created_at }) => (
          <li key={user.id} className={styles.row}>
            <Avatar id={user.id} name={personName(user)} url={user.avatar_url} language={language} size="s" />
            <span className={styles.words}>
              <span className={styles.name}>{personName(user)}</span>
              <span className={styles.detail}>
                {[
                  banned_by
                    ? t("servers.bannedBy", { name: personName(banned_by), time: shortDateTime(created_at, language) })
                    : shortDateTime(created_at, language),
                  ...(reason ? [reason] : []),
                ].join(" · ")}
              </span>
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
      <More pages={bans} />
    </section>
  );
}

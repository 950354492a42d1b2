import { useQuery } from "@tanstack/react-query";
import { listDeletedServers, restoreServer } from "../../api/servers";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { Button } from "../../ui/Button";
import { Failure } from "./Failure";
import styles from "./settings.module.css";
import { useDoing } from "./useDoing";

/** The servers that one deleted and can still bring back; nothing where there are none. */
export function DeletedServers({ onRestored }: { onRestored(server: string): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [failure, doing] = useDoing();
  const query = useQuery({ queryKey: ["server", "deleted"], queryFn: listDeletedServers, staleTime: 0 });
  const deleted = query.data?.results ?? [];
  if (deleted.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="deleted-servers">
      <h3 id="deleted-servers" className={styles.title}>
        {t("servers.deleted")}
      </h3>
      <Failure text={failure} />
      <ul className={styles.rows}>
        {deleted.map(({ id, name, deletes_at }) => (
          <li key={id} className={styles.row}>
            <span className={styles.words}>
              <span className={styles.name}>{name}</span>
              <span className={styles.detail}>
                {deletes_at && t("servers.goneAt", { time: shortDateTime(deletes_at, language) })}
              </span>
            </span>
            <Button
              size="s"
              aria-label={t("servers.restoreName", { name })}
              onClick={() =>
                void doing(async () => {
                  await restoreServer(id);
                  onRestored(id);
                })
              }
            >
              {t("servers.restore")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { useQuery } from "@tanstack/react-query";
import { followInstallation, keepServerMessages, readServerRetention } from "../../api/servers";
import type { Server } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { KeptForm } from "../../ui/KeptForm";
import { Failure } from "./Failure";
import styles from "./settings.module.css";
import { useDoing } from "./useDoing";

/** How long a server keeps messages, for who may change it. */
export function Retention({ server }: { server: Server }) {
  const { t } = useTranslation();
  const [failure, doing] = useDoing();
  const query = useQuery({
    queryKey: ["server", server.id, "retention"],
    queryFn: () => readServerRetention(server.id),
  });
  return (
    <section className={styles.section} aria-labelledby="server-retention">
      <h2 id="server-retention" className={styles.title}>
        {t("details.kept.title")}
      </h2>
      <Failure text={query.isError ? t("app.failed") : null} />
      {query.data && (
        <KeptForm
          key={`${query.data.by}${query.data.days}`}
          kept={query.data}
          own="server"
          above="installation"
          hint={t("details.kept.serverHint")}
          failure={failure}
          onKeep={(days) => void doing(() => keepServerMessages(server.id, days))}
          onFollow={() => void doing(() => followInstallation(server.id))}
        />
      )}
    </section>
  );
}

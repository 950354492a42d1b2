import CloudOff from "lucide-react/icons/cloud-off";
import LogOut from "lucide-react/icons/log-out";
import { useEffect, useState } from "react";
import { useTranslation } from "../../i18n";
import type { Connection } from "../../sync/state";
import { useSync } from "../../sync/useSync";
import { Spinner } from "../../ui/Spinner";
import styles from "./ConnectionBanner.module.css";

const QUIET_MS = 1_200;

/** Says when the app is not live. A short break is not worth a word: it waits a moment before it speaks. */
export function ConnectionBanner({ signInUrl }: { signInUrl: string }) {
  const { t } = useTranslation();
  const connection = useSync((state) => state.connection);
  const shown = useSettled(connection);
  const icon = { signed_out: <LogOut size={16} />, offline: <CloudOff size={16} /> }[shown as string] ?? <Spinner />;
  return (
    <div role="status" aria-live="polite" data-testid="connection" data-state={connection}>
      {shown !== "live" && (
        <p className={`${styles.banner} ${styles[shown]}`}>
          <span className={styles.icon} aria-hidden="true">
            {icon}
          </span>
          {t(`connection.${shown}`)}
          {shown === "signed_out" && <a href={signInUrl}>{t("connection.signIn")}</a>}
        </p>
      )}
    </div>
  );
}

function useSettled(connection: Connection): Connection {
  const [shown, setShown] = useState<Connection>("live");
  useEffect(() => {
    const wait = connection === "connecting" || connection === "reconnecting" ? QUIET_MS : 0;
    const timer = setTimeout(() => setShown(connection), wait);
    return () => clearTimeout(timer);
  }, [connection]);
  return shown;
}

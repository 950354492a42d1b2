import Lock from "lucide-react/icons/lock";
import { useTranslation } from "../../i18n";
import styles from "./settings.module.css";
import type { Why as Reason } from "./standing";

/** Why something cannot be changed. */
export function Why({ id, reason }: { id?: string; reason: Reason | null }) {
  const { t } = useTranslation();
  if (!reason) return null;
  return (
    <p id={id} className={styles.why}>
      <Lock size={12} aria-hidden="true" />
      {t(`servers.why.${reason}`)}
    </p>
  );
}

import Check from "lucide-react/icons/check";
import CheckCheck from "lucide-react/icons/check-check";
import type { Reach } from "../../../api/messages";
import { useTranslation } from "../../../i18n";
import styles from "./Ticks.module.css";

/** How far one's own message has got: one tick sent, two delivered, two in colour read. */
export function Ticks({ reach }: { reach: Reach }) {
  const { t } = useTranslation();
  const Icon = reach === "sent" ? Check : CheckCheck;
  return (
    <span
      className={`${styles.ticks} ${reach === "read" ? styles.read : ""}`}
      title={t(`msg.reach.${reach}`)}
      data-reach={reach}
    >
      <Icon size={14} role="img" aria-label={t(`msg.reach.${reach}`)} />
    </span>
  );
}

import type { CommandRisk } from "../../api/types";
import { useTranslation } from "../../i18n";
import styles from "./Risk.module.css";

/** How much of what a plan does cannot be taken back, and what that is. A plan that touches nothing says nothing. */
export function Risk({ risk }: { risk: CommandRisk }) {
  const { t } = useTranslation();
  if (risk.why.length === 0) return null;
  return (
    <p className={styles.risk}>
      <span className={`${styles.level} ${styles[risk.level]}`}>{t(`work.risk.${risk.level}`)}</span>{" "}
      {risk.why.map((code) => t(`work.risk.of.${code}`)).join(" · ")}
    </p>
  );
}

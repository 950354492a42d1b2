import { NavLink } from "react-router";
import { useTranslation } from "../../i18n";
import styles from "./work.module.css";

const TABS = ["history", "saved", "schedules", "secrets", "figures"] as const;

/** The views of commands beside one another. */
export function Tabs() {
  const { t } = useTranslation();
  return (
    <nav className={styles.tabs} aria-label={t("work.tabs.label")}>
      {TABS.map((tab) => (
        <NavLink key={tab} className={styles.tab ?? ""} to={tab === "history" ? "/commands" : `/commands/${tab}`} end>
          {t(`work.tabs.${tab}`)}
        </NavLink>
      ))}
    </nav>
  );
}

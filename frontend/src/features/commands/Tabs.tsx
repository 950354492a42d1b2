import { useQuery } from "@tanstack/react-query";
import { NavLink } from "react-router";
import { listMyPermissions } from "../../api/services";
import { useTranslation } from "../../i18n";
import styles from "./work.module.css";

const TABS = ["history", "saved", "schedules", "secrets", "figures", "services"] as const;
const SEES_SERVICES = "services.view_service";
const FRESH_MS = 300_000;

/** The views of commands beside one another. */
export function Tabs() {
  const { t } = useTranslation();
  const mine = useQuery({
    queryKey: ["my-permissions"],
    queryFn: ({ signal }) => listMyPermissions(signal),
    staleTime: FRESH_MS,
  });
  const shown = TABS.filter((tab) => tab !== "services" || mine.data?.permissions.includes(SEES_SERVICES));
  return (
    <nav className={styles.tabs} aria-label={t("work.tabs.label")}>
      {shown.map((tab) => (
        <NavLink key={tab} className={styles.tab ?? ""} to={tab === "history" ? "/commands" : `/commands/${tab}`} end>
          {t(`work.tabs.${tab}`)}
        </NavLink>
      ))}
    </nav>
  );
}

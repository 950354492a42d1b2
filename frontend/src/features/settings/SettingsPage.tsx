import { NavLink, Route, Routes } from "react-router";
import { useTranslation } from "../../i18n";
import { Page } from "../../ui/Page";
import { AccountScreen } from "./AccountScreen";
import { DataScreen } from "./DataScreen";
import { FreshDialog } from "./FreshDialog";
import { KeysScreen } from "./KeysScreen";
import { PrivacyScreen } from "./PrivacyScreen";
import { ProfileScreen } from "./ProfileScreen";
import { SecurityScreen } from "./SecurityScreen";
import { SessionsScreen } from "./SessionsScreen";
import styles from "./SettingsPage.module.css";

/** Everything a person sets about themselves, one screen a subject. */
export function SettingsPage() {
  const { t } = useTranslation();
  const screens = [
    { path: "", name: t("prefs.profile.title"), screen: <ProfileScreen /> },
    { path: "account", name: t("prefs.account.title"), screen: <AccountScreen /> },
    { path: "security", name: t("prefs.security.title"), screen: <SecurityScreen /> },
    { path: "sessions", name: t("prefs.sessions.title"), screen: <SessionsScreen /> },
    { path: "privacy", name: t("prefs.privacy.title"), screen: <PrivacyScreen /> },
    { path: "keys", name: t("prefs.keys.title"), screen: <KeysScreen /> },
    { path: "data", name: t("prefs.data.title"), screen: <DataScreen /> },
  ];
  return (
    <Page title={t("prefs.title")} backLabel={t("app.back")}>
      <nav className={styles.nav} aria-label={t("prefs.title")}>
        {screens.map(({ path, name }) => (
          <NavLink
            key={path}
            to={`/settings/${path}`}
            end={path === ""}
            className={({ isActive }) => `${styles.link} ${isActive ? styles.active : ""}`}
          >
            {name}
          </NavLink>
        ))}
      </nav>
      <Routes>
        {screens.map(({ path, screen }) => (
          <Route key={path} path={path} element={screen} />
        ))}
      </Routes>
      <FreshDialog />
    </Page>
  );
}

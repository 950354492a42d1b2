import { Popover } from "@base-ui/react/popover";
import Settings from "lucide-react/icons/settings-2";
import { useState } from "react";
import { csrfToken } from "../../api/client";
import { useLanguage, useTranslation } from "../../i18n";
import { personName } from "../../sync/names";
import { Avatar } from "../../ui/Avatar";
import { Segmented } from "../../ui/Segmented";
import styles from "./UserMenu.module.css";
import { useSettings } from "./useSettings";

/** Who is signed in, and what they can set. */
export function UserMenu({ onShortcuts }: { onShortcuts(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { me, failed, setLanguage, setTheme } = useSettings();
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={styles.trigger} aria-label={t("settings.menu")} title={t("settings.menu")}>
        <Avatar id={me.id} name={personName(me)} url={me.avatar_url} language={language} />
        <span className={styles.words}>
          <span className={styles.name}>{personName(me)}</span>
          <span className={styles.username}>@{me.username}</span>
        </span>
        <Settings size={17} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="top" align="start" sideOffset={6} className={styles.positioner}>
          <Popover.Popup className={styles.popup} aria-label={t("settings.menu")}>
            <div className={styles.setting}>
              <span>{t("settings.language")}</span>
              <Segmented
                label={t("settings.language")}
                value={language}
                onChange={setLanguage}
                options={[
                  { value: "tr", label: t("settings.turkish") },
                  { value: "en", label: t("settings.english") },
                ]}
              />
            </div>
            <div className={styles.setting}>
              <span>{t("settings.theme")}</span>
              <Segmented
                label={t("settings.theme")}
                value={me.theme}
                onChange={setTheme}
                options={[
                  { value: "system", label: t("settings.system") },
                  { value: "light", label: t("settings.light") },
                  { value: "dark", label: t("settings.dark") },
                ]}
              />
            </div>
            {failed && (
              <p className={styles.failed} role="alert">
                {t("settings.notSaved")}
              </p>
            )}
            <hr className={styles.line} />
            <button
              type="button"
              className={styles.item}
              onClick={() => {
                setOpen(false);
                onShortcuts();
              }}
            >
              {t("settings.shortcuts")}
            </button>
            <a className={styles.item} href="/accounts/">
              {t("settings.account")}
            </a>
            <a className={styles.item} href="/api/docs">
              {t("settings.apiDocs")}
            </a>
            {me.is_staff && (
              <a className={styles.item} href="/admin/">
                {t("settings.admin")}
              </a>
            )}
            <hr className={styles.line} />
            <form method="post" action="/accounts/logout/">
              <input type="hidden" name="csrfmiddlewaretoken" value={csrfToken()} readOnly />
              <button type="submit" className={styles.item}>
                {t("settings.signOut")}
              </button>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

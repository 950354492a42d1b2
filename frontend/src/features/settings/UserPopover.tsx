import { Popover } from "@base-ui/react/popover";
import type { RefObject } from "react";
import { Link } from "react-router";
import { csrfToken } from "../../api/client";
import { useLanguage, useTranslation } from "../../i18n";
import { forgetPerson } from "../../lib/storage";
import { Segmented } from "../../ui/Segmented";
import styles from "./UserPopover.module.css";
import { useSettings } from "./useSettings";

interface Props {
  anchor: RefObject<HTMLButtonElement | null>;
  onClose(): void;
  onShortcuts(): void;
}

/** Language, appearance, and the ways to the other pages. */
export function UserPopover({ anchor, onClose, onShortcuts }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { me, failed, setLanguage, setTheme } = useSettings();
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Portal>
        <Popover.Positioner anchor={anchor} side="top" align="start" sideOffset={6} className={styles.positioner}>
          <Popover.Popup className={styles.popup} aria-label={t("settings.menu")} finalFocus={anchor}>
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
                onClose();
                onShortcuts();
              }}
            >
              {t("settings.shortcuts")}
            </button>
            <Link className={styles.item} to="/settings" onClick={onClose}>
              {t("prefs.title")}
            </Link>
            <a className={styles.item} href="/api/docs">
              {t("settings.apiDocs")}
            </a>
            {me.is_staff && (
              <a className={styles.item} href="/admin/">
                {t("settings.admin")}
              </a>
            )}
            <hr className={styles.line} />
            <form method="post" action="/accounts/logout/" onSubmit={() => forgetPerson(me.id)}>
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

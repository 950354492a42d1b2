import Settings from "lucide-react/icons/settings-2";
import { Suspense, useRef, useState } from "react";
import { useLanguage, useTranslation } from "../../i18n";
import { personName } from "../../sync/names";
import { useSync } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";
import { Hidden } from "../../ui/Hidden";
import { lazy } from "../../ui/lazy";
import styles from "./UserMenu.module.css";

const UserPopover = lazy(() => import("./UserPopover").then((module) => ({ default: module.UserPopover })));

/** Who is signed in, and what they can set. */
export function UserMenu({ onShortcuts }: { onShortcuts(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSync((state) => state.me);
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={trigger}
        type="button"
        className={styles.trigger}
        aria-haspopup="dialog"
        aria-expanded={open}
        title={t("settings.menu")}
        onClick={() => setOpen(!open)}
      >
        <Avatar id={me.id} name={personName(me)} url={me.avatar_url} language={language} />
        <span className={styles.words}>
          <span className={styles.name}>{personName(me)}</span>
          <span className={styles.username}>@{me.username}</span>
        </span>
        {/* Not an aria-label: the name must hold the words one sees (WCAG 2.5.3). */}
        <Hidden>{t("settings.menu")}</Hidden>
        <Settings size={17} aria-hidden="true" />
      </button>
      {open && (
        <Suspense fallback={null}>
          <UserPopover anchor={trigger} onClose={() => setOpen(false)} onShortcuts={onShortcuts} />
        </Suspense>
      )}
    </>
  );
}

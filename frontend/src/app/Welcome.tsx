import { useTranslation } from "../i18n";
import { Button } from "../ui/Button";
import { Logo } from "../ui/Logo";
import type { Asked } from "./useShortcuts";
import styles from "./Welcome.module.css";

/** What stands at the right while nothing is open. */
export function Welcome({ ask }: { ask(asked: Asked): void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.welcome}>
      <Logo size={52} />
      <h1 className={styles.title}>{t("welcome.title")}</h1>
      <p className={styles.text}>{t("welcome.text")}</p>
      <div className={styles.actions}>
        <Button look="primary" onClick={() => ask("new")}>
          {t("welcome.start")}
        </Button>
        <Button onClick={() => ask("search")}>{t("welcome.search")}</Button>
      </div>
    </div>
  );
}

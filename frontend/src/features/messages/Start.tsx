import { useTranslation } from "../../i18n";
import type { Timeline } from "../../sync/state";
import { Button } from "../../ui/Button";
import { Spinner } from "../../ui/Spinner";
import styles from "./Start.module.css";

interface Props {
  older: Timeline["older"];
  name: string;
  onRetry(): void;
}

/** The top of the pane: older messages on their way, or the beginning of the conversation. */
export function Start({ older, name, onRetry }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.start}>
      {older === "none" && <p>{t("messages.beginning", { name })}</p>}
      {older === "failed" && (
        <>
          <p>{t("messages.olderFailed")}</p>
          <Button size="s" onClick={onRetry}>
            {t("app.retry")}
          </Button>
        </>
      )}
      {(older === "loading" || older === "more") && <Spinner label={t("messages.loadingOlder")} />}
    </div>
  );
}

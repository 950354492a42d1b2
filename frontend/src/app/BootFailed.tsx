import { useTranslation } from "../i18n";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";

/** The very first request failed: nothing to show but a way on. */
export function BootFailed({ signInUrl }: { signInUrl: string }) {
  const { t } = useTranslation();
  return (
    <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
      <Button look="primary" onClick={() => location.reload()}>
        {t("app.retry")}
      </Button>
      <a href={signInUrl}>{t("connection.signIn")}</a>
    </Notice>
  );
}

import { Link } from "react-router";
import { useTranslation } from "../i18n";
import { Notice } from "../ui/Notice";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Notice title={t("app.notFound")}>
      <Link to="/">{t("app.goHome")}</Link>
    </Notice>
  );
}

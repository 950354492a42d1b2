import { useTranslation } from "../i18n";
import { Button } from "./Button";
import styles from "./More.module.css";

interface Props {
  pages: { more: boolean; loadMore(): void; loadingMore: boolean };
}

/** The way to the rest of a list that comes in pages; nothing where all of it is here. */
export function More({ pages }: Props) {
  const { t } = useTranslation();
  if (!pages.more) return null;
  return (
    <p className={styles.more}>
      <Button size="s" disabled={pages.loadingMore} aria-busy={pages.loadingMore} onClick={pages.loadMore}>
        {pages.loadingMore ? t("app.loading") : t("app.more")}
      </Button>
    </p>
  );
}

import type { ReactNode } from "react";
import { useTranslation } from "../../i18n";
import type { Pages } from "../../sync/usePages";
import { Button } from "../../ui/Button";
import { More } from "../../ui/More";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import styles from "./FetchedList.module.css";

interface Props<T> {
  query: Pages<T>;
  label: string;
  empty: { icon: ReactNode; title: string; text: string };
  children(item: T): ReactNode;
}

/** Waiting, failed, empty, or the list, with the way to the rest of it. */
export function FetchedList<T>({ query, label, empty, children }: Props<T>) {
  const { t } = useTranslation();
  if (query.status === "pending") return <Skeleton rows={4} look="cards" label={t("app.loading")} />;
  if (query.status === "error") {
    return (
      <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
        <Button onClick={query.refetch}>{t("app.retry")}</Button>
      </Notice>
    );
  }
  if (query.items.length === 0) return <Notice {...empty} />;
  return (
    <>
      <ul className={styles.list} aria-label={label}>
        {query.items.map(children)}
      </ul>
      <More pages={query} />
    </>
  );
}

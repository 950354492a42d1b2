import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Page } from "../../api/types";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import styles from "./FetchedList.module.css";

interface Props<T> {
  query: UseQueryResult<Page<T>>;
  label: string;
  empty: { icon: ReactNode; title: string; text: string };
  children(item: T): ReactNode;
}

/** Waiting, failed, empty, or the list. */
export function FetchedList<T>({ query, label, empty, children }: Props<T>) {
  const { t } = useTranslation();
  if (query.isPending) return <Skeleton rows={4} look="cards" label={t("app.loading")} />;
  if (query.isError) {
    return (
      <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
        <Button onClick={() => void query.refetch()}>{t("app.retry")}</Button>
      </Notice>
    );
  }
  if (query.data.results.length === 0) return <Notice {...empty} />;
  return (
    <ul className={styles.list} aria-label={label}>
      {query.data.results.map(children)}
    </ul>
  );
}

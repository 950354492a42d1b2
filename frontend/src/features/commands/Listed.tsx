import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Page } from "../../api/types";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import { reasonOf } from "./reason";
import styles from "./work.module.css";

/** A list that is loading, could not be loaded, is empty, or is there. */
export function Listed<T extends { id: string }>({
  query,
  label,
  empty,
  emptyHint,
  children,
}: {
  query: UseQueryResult<Page<T>>;
  label: string;
  empty: string;
  emptyHint: string;
  children(one: T): ReactNode;
}) {
  const { t } = useTranslation();
  if (query.isPending) return <Skeleton rows={5} label={t("app.loading")} />;
  if (query.isError) {
    return (
      <Notice title={t("app.failed")} text={reasonOf(query.error, t)} role="alert">
        <Button onClick={() => void query.refetch()}>{t("app.retry")}</Button>
      </Notice>
    );
  }
  if (query.data.results.length === 0) return <Notice title={empty} text={emptyHint} />;
  return (
    <ul className={styles.rows} aria-label={label}>
      {query.data.results.map((one) => (
        <li key={one.id} className={styles.row}>
          {children(one)}
        </li>
      ))}
    </ul>
  );
}

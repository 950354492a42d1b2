import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Compass from "lucide-react/icons/compass";
import { useSearchParams } from "react-router";
import { followPage, searchAtlas } from "../../api/endpoints";
import type { AtlasEntry } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useDelayed } from "../../lib/useDelayed";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { SearchField } from "../../ui/SearchField";
import { Skeleton } from "../../ui/Skeleton";
import { AtlasItem } from "./AtlasItem";
import styles from "./AtlasPage.module.css";

/** Knowledge that succeeded commands left behind. */
export function AtlasPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const typed = params.get("q") ?? "";
  const asked = useDelayed(typed.trim(), 200);
  const query = useInfiniteQuery({
    queryKey: ["atlas", asked],
    queryFn: ({ pageParam, signal }) =>
      pageParam ? followPage<AtlasEntry>(pageParam, signal) : searchAtlas(asked, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const entries = query.data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <Page title={t("atlas.title")} hint={t("atlas.hint")} backLabel={t("app.back")}>
      <SearchField
        label={t("atlas.search")}
        value={typed}
        onChange={(value) => setParams(value ? { q: value } : {}, { replace: true })}
      />
      {query.isPending && <Skeleton rows={5} look="cards" label={t("app.loading")} />}
      {query.isError && (
        <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
          <Button onClick={() => void query.refetch()}>{t("app.retry")}</Button>
        </Notice>
      )}
      {query.isSuccess && (
        <p className={styles.count} role="status">
          {entries.length > 0 && !query.hasNextPage && t("atlas.results", { count: entries.length })}
        </p>
      )}
      {query.isSuccess && entries.length === 0 && (
        <Notice
          icon={<Compass size={22} aria-hidden="true" />}
          title={asked ? t("atlas.nothing", { query: asked }) : t("atlas.empty")}
          {...(asked ? {} : { text: t("atlas.emptyHint") })}
        />
      )}
      <ul className={styles.list} aria-label={t("atlas.title")}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <AtlasItem entry={entry} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("app.more")}
        </Button>
      )}
    </Page>
  );
}

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import SquareTerminal from "lucide-react/icons/square-terminal";
import { useMemo, useState } from "react";
import { Link, useParams } from "react-router";
import { followPage, getCommand, listCommands } from "../../api/endpoints";
import type { Command } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { fullTime, shortDateTime } from "../../lib/time";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Segmented } from "../../ui/Segmented";
import { Skeleton } from "../../ui/Skeleton";
import { CommandCard } from "./CommandCard";
import { CommandStatus } from "./CommandStatus";
import styles from "./CommandsPage.module.css";

type Filter = "all" | "active" | "succeeded" | "failed";
const ENDED = ["succeeded", "failed", "cancelled"];

/** What this person has asked for, newest first; states follow live. One of them can stand open. */
export function CommandsPage() {
  const { t } = useTranslation();
  const { id: opened } = useParams();
  const [filter, setFilter] = useState<Filter>("all");
  const asked = filter === "succeeded" || filter === "failed" ? filter : undefined;
  const query = useInfiniteQuery({
    queryKey: ["commands", asked],
    queryFn: ({ pageParam, signal }) =>
      pageParam ? followPage<Command>(pageParam, signal) : listCommands(asked, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const live = useSync((state) => state.commands);
  const linked = useQuery({
    queryKey: ["command", opened],
    queryFn: ({ signal }) => getCommand(opened ?? "", signal),
    enabled: opened !== undefined,
  }).data;
  const commands = useMemo(() => {
    const byId = new Map<string, Command>();
    for (const command of query.data?.pages.flatMap((page) => page.results) ?? []) byId.set(command.id, command);
    for (const command of [...Object.values(live), ...(linked ? [linked] : [])]) {
      if ((byId.get(command.id)?.version ?? -1) < command.version) byId.set(command.id, command);
    }
    return [...byId.values()]
      .filter((command) => shows(filter, command))
      .sort((one, other) => other.created_at.localeCompare(one.created_at));
  }, [query.data, live, linked, filter]);

  return (
    <Page title={t("commands.title")} backLabel={t("app.back")}>
      <Segmented
        label={t("commands.filters")}
        value={filter}
        onChange={setFilter}
        options={[
          { value: "all", label: t("commands.filterAll") },
          { value: "active", label: t("commands.filterActive") },
          { value: "succeeded", label: t("commands.filterDone") },
          { value: "failed", label: t("commands.filterFailed") },
        ]}
      />
      {query.isPending && <Skeleton rows={6} look="cards" label={t("app.loading")} />}
      {query.isError && (
        <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
          <Button onClick={() => void query.refetch()}>{t("app.retry")}</Button>
        </Notice>
      )}
      {query.isSuccess && commands.length === 0 && (
        <Notice
          icon={<SquareTerminal size={22} aria-hidden="true" />}
          title={t("commands.empty")}
          text={t("commands.emptyHint")}
        />
      )}
      <ul className={styles.list} aria-label={t("commands.title")}>
        {commands.map((command) => (
          <li key={command.id}>
            <CommandItem command={command} open={command.id === opened} />
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

function shows(filter: Filter, command: Command): boolean {
  if (filter === "active") return !ENDED.includes(command.state);
  return filter === "all" || command.state === filter;
}

function CommandItem({ command, open }: { command: Command; open: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSync((state) => state.me.id);
  const mine = command.owner.id === me;
  return (
    <article className={styles.item} data-command={command.id}>
      <Link
        className={styles.row}
        to={open ? "/commands" : `/commands/${command.id}`}
        aria-expanded={open}
        preventScrollReset
      >
        <span className={styles.words}>
          <span className={styles.title}>{command.title || command.text}</span>
          <span className={styles.detail}>
            <time dateTime={command.created_at} title={fullTime(command.created_at, language)}>
              {shortDateTime(command.created_at, language)}
            </time>
            {" · "}
            {t("commands.tasks", { count: command.tasks.length })}
          </span>
        </span>
        <CommandStatus command={command} mine={mine} />
      </Link>
      {open && (
        <div className={styles.open}>
          <CommandCard id={command.id} command={command} mine={mine} />
          {command.conversation && (
            <Link className={styles.link} to={`/c/${command.conversation}`}>
              {t("commands.openConversation")}
            </Link>
          )}
        </div>
      )}
    </article>
  );
}

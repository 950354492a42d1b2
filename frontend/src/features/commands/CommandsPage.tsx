import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import SquareTerminal from "lucide-react/icons/square-terminal";
import { useDeferredValue, useMemo, useState } from "react";
import { Link, useParams } from "react-router";
import type { CommandFilter } from "../../api/commandTypes";
import { followPage, getCommand, listCommands } from "../../api/endpoints";
import type { Command } from "../../api/types";
import { steerCommands } from "../../api/work";
import { useLanguage, useTranslation } from "../../i18n";
import { fold } from "../../lib/text";
import { fullTime, shortDateTime } from "../../lib/time";
import { useLive, useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Segmented } from "../../ui/Segmented";
import { Skeleton } from "../../ui/Skeleton";
import { CommandCard } from "./CommandCard";
import { CommandFilters, type Filters, NO_FILTERS } from "./CommandFilters";
import { CommandStatus } from "./CommandStatus";
import styles from "./CommandsPage.module.css";
import { Suggestions } from "./Suggestions";
import { Tabs } from "./Tabs";
import { useDoing } from "./useDoing";
import work from "./work.module.css";

type Filter = "all" | "active" | "succeeded" | "failed";
const ENDED = ["succeeded", "failed", "cancelled"];
const ACTIVE = "proposed,queued,running,waiting,paused";

/** What this person has asked for, newest first; states follow live. One of them can stand open, several be steered. */
export function CommandsPage() {
  const { t } = useTranslation();
  const { id: opened } = useParams();
  const [filter, setFilter] = useState<Filter>("all");
  const [typed, setFilters] = useState<Filters>(NO_FILTERS);
  const filters = useDeferredValue(typed);
  const [chosen, setChosen] = useState<string[]>([]);
  const asked = useMemo(() => askedFor(filter, filters), [filter, filters]);
  const query = useInfiniteQuery({
    queryKey: ["commands", asked],
    queryFn: ({ pageParam, signal }) =>
      pageParam ? followPage<Command>(pageParam, signal) : listCommands(asked, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  const live = useSync((state) => state.commands);
  const me = useSync((state) => state.me.id);
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
      .filter((command) => command.id === opened || shows(filter, filters, command))
      .sort((one, other) => other.created_at.localeCompare(one.created_at));
  }, [query.data, live, linked, filter, filters, opened]);
  const steerable = commands.filter((command) => command.owner.id === me && !ENDED.includes(command.state));
  const marked = chosen.filter((id) => steerable.some((command) => command.id === id));

  return (
    <Page title={t("commands.title")} backLabel={t("app.back")}>
      <Tabs />
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
      <CommandFilters value={typed} onChange={setFilters} />
      {steerable.length > 1 && <Bulk steerable={steerable} marked={marked} onMark={setChosen} />}
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
      {filter === "all" && typed === NO_FILTERS && <Suggestions />}
      <ul className={styles.list}>
        {commands.map((command) => (
          <li key={command.id}>
            <CommandItem
              command={command}
              open={command.id === opened}
              marked={steerable.length > 1 && steerable.includes(command) ? marked.includes(command.id) : null}
              onMark={(on) => setChosen(on ? [...marked, command.id] : marked.filter((id) => id !== command.id))}
            />
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

function askedFor(filter: Filter, filters: Filters): CommandFilter {
  const day = (text: string, days: number) => {
    const at = new Date(`${text}T00:00`);
    at.setDate(at.getDate() + days);
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
  };
  return {
    state: filter === "all" ? undefined : filter === "active" ? ACTIVE : filter,
    q: filters.q.trim() || undefined,
    mine: filters.mine ? "true" : undefined,
    after: filters.from ? day(filters.from, 0) : undefined,
    before: filters.to ? day(filters.to, 1) : undefined,
  };
}

/** What comes live is held to the same filters as what was fetched; words are the server's to find. */
function shows(filter: Filter, filters: Filters, command: Command): boolean {
  const { after, before } = askedFor(filter, filters);
  if (filter === "active" ? ENDED.includes(command.state) : filter !== "all" && command.state !== filter) return false;
  if (after && command.created_at < after) return false;
  if (before && command.created_at >= before) return false;
  const said = fold(`${command.title} ${command.text}`);
  // The server knows other forms of a word: a beginning of it is enough here.
  return fold(filters.q)
    .split(/\s+/)
    .every((word) => said.includes(word.slice(0, 4)));
}

function Bulk({ steerable, marked, onMark }: { steerable: Command[]; marked: string[]; onMark(ids: string[]): void }) {
  const { t } = useTranslation();
  const live = useLive();
  const queries = useQueryClient();
  const doing = useDoing();
  const all = marked.length === steerable.length;
  const steer = (action: "cancel" | "pause" | "resume") =>
    void doing.run(async () => {
      const { results } = await steerCommands(action, marked.slice(0, 100));
      const refused = results.filter((one) => one.status >= 400).length;
      live.tell(t(refused > 0 ? "work.bulk.some" : "work.bulk.done", { count: results.length - refused, refused }));
      onMark([]);
      await queries.invalidateQueries({ queryKey: ["commands"] });
    });
  return (
    <div className={work.bar}>
      <label className={work.check}>
        <input
          type="checkbox"
          checked={all}
          onChange={() => onMark(all ? [] : steerable.map((command) => command.id))}
        />
        {marked.length > 0 ? t("work.bulk.marked", { count: marked.length }) : t("work.bulk.all")}
      </label>
      {marked.length > 0 &&
        (["cancel", "pause", "resume"] as const).map((action) => (
          <Button
            key={action}
            size="s"
            look={action === "cancel" ? "danger" : "quiet"}
            disabled={doing.busy}
            onClick={() => steer(action)}
          >
            {t(`work.bulk.${action}`)}
          </Button>
        ))}
      {doing.failed && (
        <p className={work.bad} role="alert">
          {doing.failed}
        </p>
      )}
    </div>
  );
}

function CommandItem({
  command,
  open,
  marked,
  onMark,
}: {
  command: Command;
  open: boolean;
  /** Null where it cannot be steered with others. */
  marked: boolean | null;
  onMark(on: boolean): void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSync((state) => state.me.id);
  const mine = command.owner.id === me;
  return (
    <article className={styles.item} data-command={command.id}>
      <div className={styles.line}>
        {marked !== null && (
          <input
            type="checkbox"
            className={styles.mark}
            checked={marked}
            aria-label={t("work.bulk.mark", { title: command.title || command.text })}
            onChange={(event) => onMark(event.target.checked)}
          />
        )}
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
              {command.priority && command.priority !== "normal" && ` · ${t(`work.priority.${command.priority}`)}`}
              {command.rerun && ` · ${t(`work.rerun.was.${command.rerun.from}`)}`}
            </span>
          </span>
          <CommandStatus command={command} mine={mine} />
        </Link>
      </div>
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

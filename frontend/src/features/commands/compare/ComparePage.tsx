import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import type { Diff, DiffPart } from "../../../api/commandTypes";
import { getCommand } from "../../../api/endpoints";
import { compareCommands } from "../../../api/work";
import { useLanguage, useTranslation } from "../../../i18n";
import { duration, shortDateTime } from "../../../lib/time";
import { Button } from "../../../ui/Button";
import { Notice } from "../../../ui/Notice";
import { Page } from "../../../ui/Page";
import { Skeleton } from "../../../ui/Skeleton";
import { reasonOf } from "../reason";
import styles from "../work.module.css";

const PARTS = ["definition", "inputs", "states", "artifacts"] as const;

type Column = "where" | "task" | "before" | "after" | "change";

/** What differs between two runs, as tables: first the older, then the newer. */
export function ComparePage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id = "", other = "" } = useParams();
  const diff = useQuery({
    queryKey: ["diff", id, other],
    queryFn: ({ signal }) => compareCommands(id, other, signal),
  });
  const sides = useQuery({
    queryKey: ["diff-sides", id, other],
    queryFn: ({ signal }) => Promise.all([getCommand(id, signal), getCommand(other, signal)]),
  });
  return (
    <Page title={t("work.compare.title")} backLabel={t("app.back")}>
      {diff.isPending && <Skeleton rows={8} label={t("app.loading")} />}
      {diff.isError && (
        <Notice title={t("app.failed")} text={reasonOf(diff.error, t)} role="alert">
          <Button onClick={() => void diff.refetch()}>{t("app.retry")}</Button>
        </Notice>
      )}
      {sides.data && (
        <ul className={styles.rows}>
          {sides.data.map((one, at) => (
            <li key={one.id} className={styles.row}>
              <span className={styles.words}>
                <span className={styles.tag}>{t(at === 0 ? "work.compare.before" : "work.compare.after")}</span>{" "}
                <Link className={styles.name} to={`/commands/${one.id}`}>
                  {one.title}
                </Link>
                <span className={styles.detail}>
                  {" "}
                  {shortDateTime(one.created_at, language)} · {t(`commands.state.${one.state}`)}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {diff.data && (
        <>
          {PARTS.map((part) => (
            <ChangeTable key={part} title={t(`work.compare.${part}`)} part={diff.data[part]} />
          ))}
          <Durations diff={diff.data} />
          <Outputs diff={diff.data} />
        </>
      )}
    </Page>
  );
}

function ChangeTable({ title, part }: { title: string; part: DiffPart }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className={styles.heading}>{title}</h2>
      {part.same ? (
        <p className={styles.detail}>{t("work.compare.same")}</p>
      ) : (
        <ComparedTable columns={["where", "before", "after"]}>
          {part.changes.map((change) => (
            <tr key={change.pointer}>
              <th scope="row">
                <code>{change.pointer}</code>
              </th>
              <td>{change.change === "added" ? "–" : <Value value={change.before} />}</td>
              <td>{change.change === "removed" ? "–" : <Value value={change.after} />}</td>
            </tr>
          ))}
        </ComparedTable>
      )}
      {part.more && <p className={styles.detail}>{t("work.compare.more")}</p>}
    </section>
  );
}

function Durations({ diff }: { diff: Diff }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const shown = (spent: number | null) => (spent === null ? "–" : duration(Math.max(0, spent), language));
  const changed = (spent: number | null) =>
    spent === null ? "–" : `${spent > 0 ? "+" : spent < 0 ? "−" : ""}${duration(Math.abs(spent), language)}`;
  const rows = [{ task: t("work.compare.whole"), ...diff.durations.wall_ms }, ...diff.durations.tasks];
  return (
    <section>
      <h2 className={styles.heading}>{t("work.compare.durations")}</h2>
      <ComparedTable columns={["task", "before", "after", "change"]}>
        {rows.map((row) => (
          <tr key={row.task}>
            <th scope="row">{row.task}</th>
            <td>{shown(row.before_ms)}</td>
            <td>{shown(row.after_ms)}</td>
            <td>{changed(row.change_ms)}</td>
          </tr>
        ))}
      </ComparedTable>
    </section>
  );
}

function Outputs({ diff }: { diff: Diff }) {
  const { t } = useTranslation();
  const changed = diff.outputs.tasks.filter((task) => !task.same);
  return (
    <section>
      <h2 className={styles.heading}>{t("work.compare.outputs")}</h2>
      {changed.length === 0 ? (
        <p className={styles.detail}>{t("work.compare.same")}</p>
      ) : (
        <ComparedTable columns={["task", "before", "after"]}>
          {changed.map((task) => (
            <tr key={task.task}>
              <th scope="row">{task.task}</th>
              <td>
                <Value value={summaryOf(task.before)} />
              </td>
              <td>
                <Value value={summaryOf(task.after)} />
              </td>
            </tr>
          ))}
        </ComparedTable>
      )}
    </section>
  );
}

function ComparedTable({ columns, children }: { columns: Column[]; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`work.compare.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Of an output what one reads of it; its size and hash only tell that it differs. */
function summaryOf(output: unknown): unknown {
  return typeof output === "object" && output !== null && "summary" in output ? output.summary : output;
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) return "–";
  if (typeof value === "string") return value;
  return <code>{JSON.stringify(value)}</code>;
}

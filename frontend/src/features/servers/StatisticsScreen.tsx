import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { serverStatistics } from "../../api/servers";
import type { Server, ServerDay } from "../../api/serverTypes";
import { useLanguage, useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Segmented } from "../../ui/Segmented";
import { Skeleton } from "../../ui/Skeleton";
import { lineOf } from "./chart";
import styles from "./settings.module.css";

const SPANS = ["7", "30", "90", "365"] as const;
const FIGURES = ["members", "messages", "active"] as const;
const COLUMNS = ["members", "joined", "left", "messages", "active"] as const;
const WIDTH = 600;
const HEIGHT = 100;

/** How a server goes: members, messages and who wrote, day by day; as pictures, and the same figures as a table. */
export function StatisticsScreen({ server }: { server: Server }) {
  const { t } = useTranslation();
  const [span, setSpan] = useState<(typeof SPANS)[number]>("30");
  const query = useQuery({
    queryKey: ["server", server.id, "statistics", span],
    queryFn: () => serverStatistics(server.id, Number(span)),
  });
  return (
    <section className={styles.section} aria-labelledby="server-statistics">
      <h2 id="server-statistics" className={styles.title}>
        {t("servers.statistics")}
      </h2>
      <Segmented
        label={t("servers.span")}
        value={span}
        options={SPANS.map((value) => ({ value, label: t("servers.days", { count: Number(value) }) }))}
        onChange={setSpan}
      />
      {query.isPending && <Skeleton rows={3} look="cards" label={t("app.loading")} />}
      {query.isError && (
        <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
          <Button onClick={() => void query.refetch()}>{t("app.retry")}</Button>
        </Notice>
      )}
      {query.data && (
        <>
          {FIGURES.map((figure) => (
            <Figure key={figure} figure={figure} days={query.data.days} />
          ))}
          <Figures days={query.data.days} />
        </>
      )}
    </section>
  );
}

function Figure({ figure, days }: { figure: (typeof FIGURES)[number]; days: ServerDay[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const values = days.map((day) => day[figure]);
  const { line, area } = lineOf(values, WIDTH, HEIGHT - 4);
  const now = values.at(-1) ?? 0;
  const total = figure === "messages" ? values.reduce((sum, value) => sum + value, 0) : now;
  const number = new Intl.NumberFormat(language).format(total);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <span className={styles.total}>{number}</span>
        {t(`servers.figures.${figure}`)}
      </figcaption>
      <svg
        className={styles.chart}
        viewBox={`0 -4 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t("servers.chartOf", { what: t(`servers.figures.${figure}`), most: Math.max(0, ...values) })}
      >
        <path d={area} stroke="none" />
        <path d={line} fill="none" strokeWidth="2" vectorEffect="non-scaling-stroke" />
      </svg>
    </figure>
  );
}

/** The newest day first. */
function Figures({ days }: { days: ServerDay[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const date = new Intl.DateTimeFormat(language === "tr" ? "tr-TR" : "en-GB", { dateStyle: "medium", timeZone: "UTC" });
  return (
    <details className={styles.section}>
      <summary>{t("servers.asTable")}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={t("servers.asTable")} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("servers.day")}</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`servers.figures.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.day}>
                <th scope="row">{date.format(new Date(day.day))}</th>
                {COLUMNS.map((column) => (
                  <td key={column}>{day[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

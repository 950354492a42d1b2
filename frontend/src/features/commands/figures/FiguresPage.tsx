import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Figures } from "../../../api/commandTypes";
import { readFigures } from "../../../api/work";
import { useLanguage, useTranslation } from "../../../i18n";
import { duration } from "../../../lib/time";
import { Button } from "../../../ui/Button";
import { Notice } from "../../../ui/Notice";
import { Page } from "../../../ui/Page";
import { Segmented } from "../../../ui/Segmented";
import { Skeleton } from "../../../ui/Skeleton";
import { reasonOf } from "../reason";
import { Tabs } from "../Tabs";
import work from "../work.module.css";
import styles from "./FiguresPage.module.css";

const SPANS = ["7", "30", "90"] as const;

/** How one's commands went: a picture by day, and every figure of it as a table. */
export function FiguresPage() {
  const { t } = useTranslation();
  const [days, setDays] = useState<(typeof SPANS)[number]>("30");
  const query = useQuery({
    queryKey: ["figures", days],
    queryFn: ({ signal }) => readFigures(Number(days), signal),
    placeholderData: (before) => before,
  });
  return (
    <Page title={t("commands.title")} backLabel={t("app.back")}>
      <Tabs />
      <div className={work.bar}>
        <Segmented
          label={t("work.figures.span")}
          value={days}
          onChange={setDays}
          options={SPANS.map((value) => ({ value, label: t("work.figures.days", { count: Number(value) }) }))}
        />
      </div>
      {query.isPending && <Skeleton rows={6} label={t("app.loading")} />}
      {query.isError && (
        <Notice title={t("app.failed")} text={reasonOf(query.error, t)} role="alert">
          <Button onClick={() => void query.refetch()}>{t("app.retry")}</Button>
        </Notice>
      )}
      {query.data?.commands === 0 && <Notice title={t("work.figures.none")} text={t("commands.emptyHint")} />}
      {query.data && query.data.commands > 0 && <Shown figures={query.data} />}
    </Page>
  );
}

function Shown({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const took = (milliseconds: number | null) => (milliseconds === null ? "–" : duration(milliseconds, language));
  const facts = [
    [t("work.figures.commands"), String(figures.commands)],
    [t("work.figures.success"), figures.success_rate === null ? "–" : percent.format(figures.success_rate)],
    [t("work.figures.mean"), took(figures.mean_seconds === null ? null : figures.mean_seconds * 1_000)],
  ];
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ByDay days={figures.by_day} />
      <h2 className={work.heading}>{t("work.figures.types")}</h2>
      <div className={work.scroll}>
        <table className={work.table}>
          <thead>
            <tr>
              <th scope="col">{t("work.figures.type")}</th>
              <th scope="col">{t("work.figures.tasks")}</th>
              <th scope="col">{t("commands.state.failed")}</th>
              <th scope="col">{t("work.figures.mean")}</th>
            </tr>
          </thead>
          <tbody>
            {figures.task_types.map((row) => (
              <tr key={row.task_type}>
                <th scope="row">
                  <code>{row.task_type}</code>
                </th>
                <td>{row.tasks}</td>
                <td>{row.failed}</td>
                <td>{took(row.mean_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const HEIGHT = 120;
const BAR = 22;
const KINDS = ["succeeded", "failed", "cancelled"] as const;

function ByDay({ days }: { days: Figures["by_day"] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = new Intl.DateTimeFormat(language === "tr" ? "tr-TR" : "en-GB", {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  const named = (day: string) => format.format(new Date(`${day}T00:00:00Z`));
  const most = Math.max(1, ...days.map((day) => day.succeeded + day.failed + day.cancelled));
  return (
    <section>
      <h2 className={work.heading}>{t("work.figures.byDay")}</h2>
      <div className={work.scroll}>
        <svg
          className={styles.chart}
          viewBox={`0 0 ${Math.max(10, days.length) * BAR} ${HEIGHT}`}
          style={{ maxWidth: Math.max(10, days.length) * BAR * 2 }}
          role="img"
          aria-label={t("work.figures.byDay")}
        >
          {days.map((day, at) => {
            let top = HEIGHT;
            return KINDS.map((kind) => {
              const height = (day[kind] / most) * (HEIGHT - 4);
              top -= height;
              return (
                day[kind] > 0 && (
                  <rect
                    key={`${day.day}${kind}`}
                    className={styles[kind]}
                    x={at * BAR + 3}
                    y={top}
                    width={BAR - 6}
                    height={height}
                  >
                    <title>{`${named(day.day)}: ${day[kind]} ${t(`commands.state.${kind}`)}`}</title>
                  </rect>
                )
              );
            });
          })}
        </svg>
      </div>
      <ul className={styles.legend} aria-hidden="true">
        {KINDS.map((kind) => (
          <li key={kind}>
            <span className={`${styles.dot} ${styles[kind]}`} /> {t(`commands.state.${kind}`)}
          </li>
        ))}
      </ul>
      <details className={work.details}>
        <summary>{t("work.figures.table")}</summary>
        <table className={work.table}>
          <thead>
            <tr>
              <th scope="col">{t("work.figures.day")}</th>
              {KINDS.map((kind) => (
                <th key={kind} scope="col">
                  {t(`commands.state.${kind}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.day}>
                <th scope="row">{named(day.day)}</th>
                {KINDS.map((kind) => (
                  <td key={kind}>{day[kind]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

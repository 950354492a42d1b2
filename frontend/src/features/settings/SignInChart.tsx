import { useQuery } from "@tanstack/react-query";
import { sessionStatistics } from "../../api/account";
import { useTranslation } from "../../i18n";
import { Section } from "./Section";
import styles from "./SignInChart.module.css";

const HEIGHT = 80;
const WIDTH = 600;

/** Sign-ins of the last thirty days: a picture, and the same as a table. */
export function SignInChart() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ["session-statistics"], queryFn: sessionStatistics });
  if (!data) return null;
  const most = Math.max(1, ...data.days.map((day) => day.sign_ins));
  const step = WIDTH / Math.max(1, data.days.length);
  const total = data.days.reduce((sum, day) => sum + day.sign_ins, 0);
  return (
    <Section title={t("prefs.sessions.chart")} hint={t("prefs.sessions.chartHint", { count: total })}>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t("prefs.sessions.chart")}
      >
        {data.days.map((day, at) => {
          const height = (day.sign_ins / most) * (HEIGHT - 4);
          return (
            <rect key={day.date} x={at * step + 2} y={HEIGHT - height} width={step - 4} height={height} rx="2">
              <title>{`${day.date}: ${day.sign_ins}`}</title>
            </rect>
          );
        })}
      </svg>
      <details>
        <summary>{t("prefs.sessions.table")}</summary>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("prefs.sessions.day")}</th>
              <th scope="col">{t("prefs.sessions.signIns")}</th>
              <th scope="col">{t("prefs.sessions.refused")}</th>
            </tr>
          </thead>
          <tbody>
            {data.days
              .filter((day) => day.sign_ins + day.failed > 0)
              .map((day) => (
                <tr key={day.date}>
                  <th scope="row">{day.date}</th>
                  <td>{day.sign_ins}</td>
                  <td>{day.failed}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </Section>
  );
}

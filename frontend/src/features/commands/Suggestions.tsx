import { useQuery } from "@tanstack/react-query";
import History from "lucide-react/icons/history";
import { rerunCommand } from "../../api/endpoints";
import { listSuggestions } from "../../api/work";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { useDoing } from "./useDoing";
import styles from "./work.module.css";

/** What one ran on this day last week, or often lately: one press runs it again. */
export function Suggestions() {
  const { t } = useTranslation();
  const live = useLive();
  const doing = useDoing();
  const query = useQuery({ queryKey: ["suggestions"], queryFn: ({ signal }) => listSuggestions(signal) });
  const found = query.data?.results ?? [];
  if (found.length === 0) return null;
  return (
    <section aria-label={t("work.suggestions.title")}>
      <h2 className={styles.heading}>{t("work.suggestions.title")}</h2>
      <ul className={styles.rows}>
        {found.map((one) => (
          <li key={one.command} className={styles.row}>
            <span className={styles.words}>
              <span className={styles.name}>{one.title}</span>{" "}
              <span className={styles.detail}>{t(`work.suggestions.${one.why}`, { count: one.times })}</span>
            </span>
            <Button
              size="s"
              disabled={doing.busy}
              aria-label={`${t("commands.rerun")}: ${one.title}`}
              onClick={() => void doing.run(async () => live.putCommand(await rerunCommand(one.command)))}
            >
              <History size={14} aria-hidden="true" />
              {t("commands.rerun")}
            </Button>
          </li>
        ))}
      </ul>
      {doing.failed && (
        <p className={styles.bad} role="alert">
          {doing.failed}
        </p>
      )}
    </section>
  );
}

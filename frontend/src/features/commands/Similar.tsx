import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { readSimilar } from "../../api/commandWays";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import styles from "./Similar.module.css";

const SHOWN = 6;

/** The last command that was like one that waits for its owner, and what is different this time. */
export function Similar({ id }: { id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data } = useQuery({
    queryKey: ["similar", id],
    queryFn: ({ signal }) => readSimilar(id, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (!data?.command || !data.definition) return null;
  const { command, definition } = data;
  const changes = definition.changes.filter((one) => !one.pointer.startsWith("/metadata"));
  return (
    <details className={styles.similar}>
      <summary>
        {changes.length === 0
          ? t("work.similar.same", { title: command.title })
          : t("work.similar.changed", { title: command.title, count: changes.length })}
      </summary>
      <ul className={styles.changes}>
        {changes.slice(0, SHOWN).map((one) => (
          <li key={one.pointer}>
            <code>{one.pointer}</code> <del>{told(one.before)}</del> <ins>{told(one.after)}</ins>
          </li>
        ))}
      </ul>
      <p>
        <Link to={`/commands/${command.id}`}>{t("work.similar.open")}</Link>
        {command.finished_at && ` · ${shortDateTime(command.finished_at, language)}`}
      </p>
    </details>
  );
}

function told(value: unknown): string {
  if (value === undefined || value === null) return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

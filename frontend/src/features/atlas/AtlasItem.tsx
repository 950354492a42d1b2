import { Link } from "react-router";
import type { AtlasEntry } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { fullTime, shortDateTime } from "../../lib/time";
import { Markdown } from "../../ui/Markdown";
import styles from "./AtlasItem.module.css";

export function AtlasItem({ entry }: { entry: AtlasEntry }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(
    entry.success_rate,
  );
  return (
    <article className={styles.entry} id={`atlas-${entry.id}`}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          <Link to={`/commands/${entry.command}`}>{entry.title}</Link>
        </h2>
        {entry.stale && <span className={styles.stale}>{t("atlas.stale")}</span>}
      </header>
      {entry.text && entry.text !== entry.title && <p className={styles.asked}>{entry.text}</p>}
      {entry.summary && (
        <div className={styles.summary}>
          <Markdown text={entry.summary} />
        </div>
      )}
      <footer className={styles.foot}>
        {entry.tags.length > 0 && (
          <ul className={styles.tags} aria-label={t("atlas.tags")}>
            {entry.tags.slice(0, 8).map((tag) => (
              <li key={tag}>
                <Link to={`/atlas?q=${encodeURIComponent(tag)}`}>{tag}</Link>
              </li>
            ))}
          </ul>
        )}
        <span className={styles.detail}>
          {t("atlas.success", { percent })}
          {" · "}
          <time dateTime={entry.created_at} title={fullTime(entry.created_at, language)}>
            {shortDateTime(entry.created_at, language)}
          </time>
          {entry.conversation && (
            <>
              {" · "}
              <Link to={`/c/${entry.conversation}`}>{t("atlas.conversation")}</Link>
            </>
          )}
        </span>
      </footer>
    </article>
  );
}

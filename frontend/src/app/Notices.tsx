import AlarmClock from "lucide-react/icons/alarm-clock";
import Check from "lucide-react/icons/check";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import X from "lucide-react/icons/x";
import { useEffect } from "react";
import { Link } from "react-router";
import { useTranslation } from "../i18n";
import { plainLine } from "../lib/text";
import type { News } from "../sync/state";
import { useLive, useSync } from "../sync/useSync";
import { IconButton } from "../ui/IconButton";
import styles from "./Notices.module.css";

const BRIEF_MS = 4_000;
const SHOWN = 4;

/** What a person is told, whatever they look at: a reminder, something refused, something done. */
export function Notices() {
  const { t } = useTranslation();
  const news = useSync((state) => state.news);
  return (
    <section className={styles.notices} aria-label={t("news.title")} aria-live="polite">
      {news.slice(-SHOWN).map((one) => (
        <Notice key={one.id} news={one} />
      ))}
    </section>
  );
}

function Notice({ news }: { news: News }) {
  const { t } = useTranslation();
  const live = useLive();
  const { id, kind } = news;
  useEffect(() => {
    if (kind !== "done") return;
    const timer = setTimeout(() => live.dismiss(id), BRIEF_MS);
    return () => clearTimeout(timer);
  }, [live, id, kind]);
  const Icon = { done: Check, refused: TriangleAlert, reminder: AlarmClock }[kind];
  return (
    <div className={`${styles.notice} ${styles[kind]}`}>
      <span className={styles.icon}>
        <Icon size={17} aria-hidden="true" />
      </span>
      {news.kind === "reminder" ? (
        <p className={styles.text}>
          <strong>{t("news.reminder")}</strong>{" "}
          {plainLine(news.message.text, 120) || t(`msg.type.${news.message.type}`)}{" "}
          <Link to={`/c/${news.message.conversation}?message=${news.message.id}`} onClick={() => live.dismiss(id)}>
            {t("news.show")}
          </Link>
        </p>
      ) : (
        <p className={styles.text}>
          {news.kind === "refused" && <strong>{t(`news.refused.${news.what}`)} </strong>}
          {news.text}
        </p>
      )}
      <IconButton label={t("app.close")} className={styles.close ?? ""} onClick={() => live.dismiss(id)}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

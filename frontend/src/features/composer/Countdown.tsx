import Hourglass from "lucide-react/icons/hourglass";
import { useEffect, useState } from "react";
import { useTranslation } from "../../i18n";
import styles from "./Composer.module.css";

/** How long slow mode still makes one wait. */
export function Countdown({ until, onEnd }: { until: number; onEnd(): void }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(() => secondsTo(until));
  useEffect(() => {
    const timer = setInterval(() => {
      const now = secondsTo(until);
      setLeft(now);
      if (now <= 0) onEnd();
    }, 250);
    return () => clearInterval(timer);
  }, [until, onEnd]);
  return (
    <p className={styles.wait} role="timer">
      <Hourglass size={12} aria-hidden="true" />
      {t("composer.slow", { count: Math.max(0, left) })}
    </p>
  );
}

const secondsTo = (until: number) => Math.ceil((until - Date.now()) / 1_000);

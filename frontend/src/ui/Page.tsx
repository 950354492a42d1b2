import ArrowLeft from "lucide-react/icons/arrow-left";
import type { ReactNode } from "react";
import { Link } from "react-router";
import styles from "./Page.module.css";

/** A page beside the conversations: a title, and a way back on a phone. */
export function Page({
  title,
  hint,
  backLabel,
  children,
}: {
  title: string;
  hint?: string;
  backLabel: string;
  children: ReactNode;
}) {
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Link to="/" className={styles.back} aria-label={backLabel} title={backLabel}>
          <ArrowLeft size={20} aria-hidden="true" />
        </Link>
        <h1 className={styles.title}>{title}</h1>
      </header>
      <div className={styles.scroller}>
        <div className={styles.body}>
          {hint && <p className={styles.hint}>{hint}</p>}
          {children}
        </div>
      </div>
    </div>
  );
}

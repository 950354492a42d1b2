import type { ReactNode } from "react";
import styles from "./Notice.module.css";

interface Props {
  icon?: ReactNode;
  title: string;
  text?: string;
  children?: ReactNode;
  role?: "alert" | "status";
}

/** What stands where there is nothing to show: why, and what to do about it. */
export function Notice({ icon, title, text, children, role }: Props) {
  return (
    <div className={styles.notice} role={role}>
      {icon && <span className={styles.icon}>{icon}</span>}
      <p className={styles.title}>{title}</p>
      {text && <p className={styles.text}>{text}</p>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}

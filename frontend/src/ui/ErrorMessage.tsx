import type { ReactNode } from "react";
import styles from "./ErrorMessage.module.css";

/** Why something did not work, read aloud; nothing while there is nothing to say. */
export function ErrorMessage({ className = "", children }: { className?: string; children: ReactNode }) {
  return children ? (
    <div className={`${styles.message} ${className}`} role="alert">
      {children}
    </div>
  ) : null;
}

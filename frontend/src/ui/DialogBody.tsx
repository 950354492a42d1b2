import type { ReactNode } from "react";
import styles from "./DialogBody.module.css";

/** What stands between the title and the buttons of a dialog; it scrolls where it is too long. */
export function DialogBody({ children }: { children: ReactNode }) {
  return <div className={styles.body}>{children}</div>;
}

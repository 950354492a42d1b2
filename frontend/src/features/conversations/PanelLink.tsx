import type { ReactNode } from "react";
import { Link } from "react-router";
import styles from "./PanelLink.module.css";

interface Props {
  id: string;
  panel: string;
  /** Which one stands open. */
  open: string | null;
  label: string;
  children: ReactNode;
}

/** Opens what stands beside a conversation, or closes it again. */
export function PanelLink({ id, panel, open, label, children }: Props) {
  const shown = open === panel;
  return (
    <Link
      to={shown ? `/c/${id}` : `/c/${id}?panel=${panel}`}
      className={`${styles.link} ${shown ? styles.open : ""}`}
      aria-label={label}
      aria-current={shown || undefined}
      title={label}
    >
      {children}
    </Link>
  );
}

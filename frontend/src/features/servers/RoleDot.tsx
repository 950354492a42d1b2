import styles from "./settings.module.css";

/** The colour of a role; its name always stands beside it. */
export function RoleDot({ color }: { color: string }) {
  return <span className={styles.dot} style={color ? { background: color } : undefined} aria-hidden="true" />;
}

import styles from "./Skeleton.module.css";

interface Props {
  rows: number;
  label: string;
  look?: "list" | "messages" | "cards";
}

const WIDTHS = [72, 48, 86, 60, 38, 78, 54];

/** Grey shapes in place of what is still loading. */
export function Skeleton({ rows, label, look = "list" }: Props) {
  return (
    <div className={`${styles.skeleton} ${styles[look]}`} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows have nothing else to tell them apart
        <div key={at} className={styles.row}>
          <span className={styles.round} />
          <span className={styles.lines}>
            <span className={styles.line} style={{ width: `${(WIDTHS[at % WIDTHS.length] ?? 60) / 2}%` }} />
            <span className={styles.line} style={{ width: `${WIDTHS[(at + 2) % WIDTHS.length]}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}

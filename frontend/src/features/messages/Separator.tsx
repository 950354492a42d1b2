import styles from "./Separator.module.css";

/** A line with a word: a day, or where the unread begins. */
export function Separator({ text, look }: { text: string; look: "day" | "unread" }) {
  return (
    <div className={`${styles.separator} ${styles[look]}`}>
      <span className={styles.text}>{text}</span>
    </div>
  );
}

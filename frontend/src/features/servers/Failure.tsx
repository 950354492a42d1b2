import styles from "./settings.module.css";

/** What went wrong, read aloud. */
export function Failure({ text }: { text: string | null }) {
  return text ? (
    <p className={styles.failure} role="alert">
      {text}
    </p>
  ) : null;
}

import styles from "./Marked.module.css";

interface Props {
  text: string;
  /** Stretches to mark, in code points, as the server counts them. */
  marks: { start: number; end: number }[];
  /** How many code points to show before the first one. */
  lead?: number;
}

/** One line of a text around what was searched for, which is marked. */
export function Marked({ text, marks, lead = 30 }: Props) {
  const letters = [...text];
  const from = Math.max(0, (marks[0]?.start ?? 0) - lead);
  const pieces = marks.flatMap(({ start, end }, index) => {
    const before = letters.slice(index === 0 ? from : (marks[index - 1]?.end ?? 0), start).join("");
    return [before, <mark key={start}>{letters.slice(start, end).join("")}</mark>];
  });
  return (
    <span className={styles.line}>
      {from > 0 && "…"}
      {pieces}
      {letters.slice(marks.at(-1)?.end ?? from, (marks.at(-1)?.end ?? from) + 200).join("")}
    </span>
  );
}

import { memo, useMemo, useSyncExternalStore } from "react";
import type { Call, OwnEmoji } from "../lib/markdown";
import styles from "./Markdown.module.css";
import { markdownReady, renderer, whenMarkdown } from "./markdownLoader";

interface Props {
  text: string;
  calls?: Call[] | undefined;
  /** The emoji of the server in which it was said. */
  own?: readonly OwnEmoji[] | undefined;
}

/** Text as people wrote it, with its markdown shown; until the renderer is here, as plain text. */
export const Markdown = memo(function Markdown({ text, calls, own }: Props) {
  const ready = useSyncExternalStore(whenMarkdown, markdownReady);
  const html = useMemo(() => (ready ? (renderer()?.(text, calls, own) ?? null) : null), [ready, text, calls, own]);
  if (html === null) return <div className={`${styles.text} ${styles.plain}`}>{text}</div>;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: renderMarkdown lets no HTML in and cleans what comes out
  return <div className={styles.text} dangerouslySetInnerHTML={{ __html: html }} />;
});

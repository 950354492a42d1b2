import { memo, useMemo } from "react";
import { renderMarkdown } from "../lib/markdown";
import styles from "./Markdown.module.css";

/** Text as people wrote it, with its markdown shown. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const html = useMemo(() => renderMarkdown(text), [text]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: renderMarkdown allows no HTML in and cleans what comes out
  return <div className={styles.text} dangerouslySetInnerHTML={{ __html: html }} />;
});

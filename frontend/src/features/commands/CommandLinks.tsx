import FileText from "lucide-react/icons/file-text";
import type { CommandLinks as Links } from "../../api/types";
import { useTranslation } from "../../i18n";
import styles from "./CommandLinks.module.css";

/** The files of a command: the plan, the run, the knowledge, the report. */
export function CommandLinks({ links }: { links: Links }) {
  const { t } = useTranslation();
  const files = [
    { name: t("commands.report"), href: links.report },
    { name: ".alt", href: links.alt },
    { name: ".last", href: links.last },
    { name: ".atlas", href: links.atlas },
  ].filter((file) => file.href);
  return (
    <ul className={styles.links} aria-label={t("commands.links")}>
      {files.map((file) => (
        <li key={file.name}>
          <a className={styles.link} href={file.href ?? ""} target="_blank" rel="noopener">
            {file.name === t("commands.report") && <FileText size={13} aria-hidden="true" />}
            {file.name}
          </a>
        </li>
      ))}
    </ul>
  );
}

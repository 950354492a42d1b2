import { useTranslation } from "../../i18n";
import { Dialog } from "../../ui/Dialog";
import { DialogBody } from "../../ui/DialogBody";
import { Markdown } from "../../ui/Markdown";
import styles from "./besides.module.css";

/** How to write bold, lists, code and the like: each as one types it and as it looks. */
export function FormatDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const word = t("composer.formatWord");
  const rows = [
    `**${word}**`,
    `*${word}*`,
    `~~${word}~~`,
    `\`${word}\``,
    `[${word}](https://example.org)`,
    `- ${word}\n- ${word}`,
    `1. ${word}\n2. ${word}`,
    `> ${word}`,
    `\`\`\`\n${word}\n\`\`\``,
    `| a | b |\n|---|--:|\n| ${word} | 2 |`,
  ];
  return (
    <Dialog title={t("composer.format")} closeLabel={t("app.close")} onClose={onClose} width="m">
      <DialogBody>
        <table className={styles.formats}>
          <thead>
            <tr>
              <th scope="col">{t("composer.formatTyped")}</th>
              <th scope="col">{t("composer.formatShown")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <td>
                  <pre className={styles.typed}>{row}</pre>
                </td>
                <td>
                  <Markdown text={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className={styles.hint}>{t("composer.formatMentions")}</p>
      </DialogBody>
    </Dialog>
  );
}

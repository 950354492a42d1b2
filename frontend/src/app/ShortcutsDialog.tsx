import { useTranslation } from "../i18n";
import { Dialog } from "../ui/Dialog";
import { Kbd } from "../ui/Kbd";
import styles from "./ShortcutsDialog.module.css";

export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const rows = [
    { keys: ["Ctrl / ⌘", "K"], text: t("shortcuts.search") },
    { keys: ["n"], text: t("shortcuts.new") },
    { keys: ["?"], text: t("shortcuts.help") },
    { keys: ["↑", "↓"], text: t("shortcuts.next") },
    { keys: ["c"], text: t("shortcuts.write") },
    { keys: ["Enter"], text: t("shortcuts.send") },
    { keys: ["↑"], text: t("shortcuts.editLast") },
    { keys: ["r", "t", "e", "f"], text: t("shortcuts.message") },
    { keys: ["g", "s"], text: t("shortcuts.later") },
    { keys: ["Shift", "Enter"], text: t("shortcuts.line") },
    { keys: ["Esc"], text: t("shortcuts.close") },
    { keys: ["g", "l"], text: t("shortcuts.list") },
    { keys: ["g", "c"], text: t("shortcuts.commands") },
    { keys: ["g", "a"], text: t("shortcuts.atlas") },
  ];
  return (
    <Dialog title={t("shortcuts.title")} closeLabel={t("app.close")} onClose={onClose} width="s">
      <dl className={styles.list}>
        {rows.map((row) => (
          <div key={row.text} className={styles.row}>
            <dt className={styles.keys}>
              {row.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd className={styles.text}>{row.text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

import Reply from "lucide-react/icons/reply";
import X from "lucide-react/icons/x";
import { useTranslation } from "../../i18n";
import { plainLine } from "../../lib/text";
import { IconButton } from "../../ui/IconButton";
import styles from "./ReplyBar.module.css";

export interface ReplyTo {
  id: string;
  name: string;
  text: string;
}

/** Above the field: what one answers to. */
export function ReplyBar({ reply, onCancel }: { reply: ReplyTo; onCancel(): void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.bar} role="status">
      <Reply size={15} aria-hidden="true" />
      <p className={styles.words}>
        <span className={styles.name}>{t("composer.replyTo", { name: reply.name })}</span> {plainLine(reply.text, 120)}
      </p>
      <IconButton label={t("composer.replyCancel")} className={styles.close ?? ""} onClick={onCancel}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

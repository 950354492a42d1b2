import type { Message } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { fullTime } from "../../lib/time";
import { systemText } from "../../sync/systemText";
import { useMessageUi } from "./messageUi";
import styles from "./SystemRow.module.css";

/** A line that tells what somebody did here; nothing can be done with it. */
export function SystemRow({ message }: { message: Message }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const ui = useMessageUi();
  const pinned = message.system?.what === "message_pinned" ? message.system.value : null;
  return (
    <p className={styles.line} title={fullTime(message.created_at, language)} data-message={message.id} tabIndex={-1}>
      {systemText(message, t, language)}
      {typeof pinned === "string" && (
        <button type="button" className={styles.show} onClick={() => ui.show({ id: pinned })}>
          {t("news.show")}
        </button>
      )}
    </p>
  );
}

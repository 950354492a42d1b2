import Check from "lucide-react/icons/check";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { useLive, useSync } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { useMessageUi } from "../messageUi";
import styles from "./UrgentBar.module.css";

/** Below an urgent message: the button that says one took note, and how many did. */
export function UrgentBar({ message }: { message: Message }) {
  const { t } = useTranslation();
  const live = useLive();
  const ui = useMessageUi();
  const me = useSync((state) => state.me.id);
  const done = message.mine?.acknowledged ?? false;
  return (
    <p className={styles.bar}>
      {message.sender?.id !== me &&
        (done ? (
          <span className={styles.done}>
            <Check size={14} aria-hidden="true" />
            {t("msg.acknowledged")}
          </span>
        ) : (
          <Button size="s" look="primary" onClick={() => live.changes.add(message, { kind: "acknowledge" })}>
            {t("msg.acknowledge")}
          </Button>
        ))}
      <Button size="s" look="plain" onClick={() => ui.ask({ kind: "acknowledgements", message })}>
        {t("msg.acknowledgedCount", { count: message.acknowledged_count })}
      </Button>
    </p>
  );
}

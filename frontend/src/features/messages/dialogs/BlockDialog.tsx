import { useRef, useState } from "react";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { personName } from "../../../sync/names";
import { useBlocked } from "../../../sync/useBlocked";
import { useLive } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import styles from "./dialogs.module.css";
import { reasonOf } from "./reason";

/** Keep the sender of a message away, or let them write again. */
export function BlockDialog({ message, onClose }: { message: Message; onClose(): void }) {
  const { t } = useTranslation();
  const live = useLive();
  const keep = useRef<HTMLButtonElement>(null);
  const [blocked = false, setBlocked] = useBlocked(message.sender?.id ?? "");
  const [failure, setFailure] = useState<string | null>(null);
  const name = message.sender ? personName(message.sender) : t("messages.someone");
  const title = blocked ? t("msg.unblock", { name }) : t("msg.block", { name });
  const go = () =>
    setBlocked(!blocked).then(
      () => {
        live.tell(blocked ? t("msg.unblockedNow", { name }) : t("msg.blockedNow", { name }));
        onClose();
      },
      (error: unknown) => setFailure(reasonOf(error, t)),
    );
  return (
    <Dialog title={title} closeLabel={t("app.close")} onClose={onClose} width="s" focus={keep}>
      <div className={styles.body}>
        <p className={styles.text}>{blocked ? t("msg.blockedNow", { name }) : t("msg.blockHint", { name })}</p>
        {failure && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
      </div>
      <footer className={styles.foot}>
        <Button ref={keep} look="plain" onClick={onClose}>
          {t("app.cancel")}
        </Button>
        <Button look={blocked ? "primary" : "danger"} onClick={() => void go()}>
          {title}
        </Button>
      </footer>
    </Dialog>
  );
}

import { type FormEvent, useState } from "react";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { localInput } from "../../../lib/moments";
import { plainLine } from "../../../lib/text";
import { useLive } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { DialogFooter } from "../../../ui/DialogFooter";
import { ErrorMessage } from "../../../ui/ErrorMessage";
import styles from "./dialogs.module.css";

const HOUR = 3_600_000;

/** Choose any moment to be reminded of a message. */
export function RemindDialog({ message, onClose }: { message: Message; onClose(): void }) {
  const { t } = useTranslation();
  const live = useLive();
  const [at, setAt] = useState(() =>
    localInput(message.mine?.reminder_at ? new Date(message.mine.reminder_at) : new Date(Date.now() + HOUR)),
  );
  const moment = new Date(at);
  const passed = !(moment.getTime() > Date.now());
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (passed) return;
    live.changes.add(message, { kind: "remind", at: moment.toISOString() });
    onClose();
  };
  return (
    <Dialog title={t("msg.remind")} closeLabel={t("app.close")} onClose={onClose} width="s">
      <form onSubmit={save}>
        <div className={styles.body}>
          <blockquote className={styles.said}>
            {plainLine(message.text, 140) || t(`msg.type.${message.type}`)}
          </blockquote>
          <label className={styles.field}>
            {t("msg.remindAt")}
            <input
              className={styles.input}
              type="datetime-local"
              required
              value={at}
              onChange={(event) => setAt(event.target.value)}
            />
          </label>
          <ErrorMessage className={styles.failure}>{passed && t("msg.inThePast")}</ErrorMessage>
        </div>
        <DialogFooter onClose={onClose}>
          <Button look="primary" type="submit" disabled={passed}>
            {t("msg.remind")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

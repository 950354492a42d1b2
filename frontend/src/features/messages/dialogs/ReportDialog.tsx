import { type FormEvent, useState } from "react";
import { type ReportReason, reportMessage } from "../../../api/messages";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { useLive } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { DialogFooter } from "../../../ui/DialogFooter";
import { ErrorMessage } from "../../../ui/ErrorMessage";
import styles from "./dialogs.module.css";
import { reasonOf } from "./reason";

const REASONS: ReportReason[] = ["spam", "abuse", "illegal", "private", "other"];

/** Tell those who moderate what is wrong with a message. */
export function ReportDialog({ message, onClose }: { message: Message; onClose(): void }) {
  const { t } = useTranslation();
  const live = useLive();
  const [reason, setReason] = useState<ReportReason>("spam");
  const [text, setText] = useState("");
  const [state, setState] = useState<{ busy: boolean; failure: string | null }>({ busy: false, failure: null });
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: true, failure: null });
    try {
      await reportMessage(message.id, reason, text.trim());
      live.tell(t("msg.reported"));
      onClose();
    } catch (error) {
      setState({ busy: false, failure: reasonOf(error, t) });
    }
  };
  return (
    <Dialog title={t("msg.reportTitle")} closeLabel={t("app.close")} onClose={onClose} width="s">
      <form onSubmit={(event) => void send(event)}>
        <div className={styles.body}>
          <fieldset className={styles.choices}>
            <legend className={styles.text}>{t("msg.reportHint")}</legend>
            {REASONS.map((one) => (
              <label key={one} className={styles.choice}>
                <input type="radio" name="reason" checked={reason === one} onChange={() => setReason(one)} />
                {t(`msg.reason.${one}`)}
              </label>
            ))}
          </fieldset>
          <label className={styles.field}>
            {t("msg.reportText")}
            <textarea
              className={styles.input}
              rows={3}
              maxLength={2000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          <ErrorMessage className={styles.failure}>{state.failure}</ErrorMessage>
        </div>
        <DialogFooter onClose={onClose}>
          <Button look="primary" type="submit" disabled={state.busy}>
            {t("msg.report")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

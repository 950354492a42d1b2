import { type FormEvent, useRef, useState } from "react";
import { changeScheduled, type Scheduled, scheduleMessage } from "../../api/messages";
import { ApiProblem } from "../../api/problem";
import { useLanguage, useTranslation } from "../../i18n";
import { localInput, presets } from "../../lib/moments";
import { shortDateTime } from "../../lib/time";
import { useLive } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogForm } from "../../ui/DialogForm";
import { ErrorMessage } from "../../ui/ErrorMessage";
import styles from "./besides.module.css";

interface Props {
  conversation: string;
  text: string;
  /** One that waits already, to be changed. */
  known?: Scheduled;
  onClose(): void;
  onDone?(): void;
}

/** Choose when a message is sent. */
export function ScheduleDialog({ conversation, text, known, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const [typed, setTyped] = useState(known?.text ?? text);
  const [at, setAt] = useState(() => localInput(known ? new Date(known.at) : (presets("en")[2]?.at ?? new Date())));
  const [state, setState] = useState<{ busy: boolean; failure: string | null }>({ busy: false, failure: null });
  const field = useRef<HTMLTextAreaElement>(null);
  const moment = new Date(at);
  const passed = !(moment.getTime() > Date.now());
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (passed || typed.trim() === "") return;
    setState({ busy: true, failure: null });
    const body = { text: typed.trim(), at: moment.toISOString() };
    try {
      await (known ? changeScheduled(known.id, body) : scheduleMessage({ conversation, ...body }));
      live.tell(t("composer.scheduled", { time: shortDateTime(body.at, language) }));
      onDone?.();
      onClose();
    } catch (error) {
      setState({ busy: false, failure: error instanceof ApiProblem ? error.message : t("msg.noConnection") });
    }
  };
  return (
    <Dialog title={t("composer.schedule")} closeLabel={t("app.close")} onClose={onClose} width="s" focus={field}>
      <DialogForm
        onSubmit={(event) => void save(event)}
        submitLabel={t("composer.schedule")}
        submitDisabled={passed || typed.trim() === "" || state.busy}
        onClose={onClose}
      >
        <label className={styles.field}>
          {t("composer.message")}
          <textarea
            ref={field}
            className={styles.input}
            rows={3}
            required
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <p className={styles.presets}>
          {presets(language).map(({ key, at: when, words }) => (
            <Button key={key} size="s" onClick={() => setAt(localInput(when))}>
              {t(`msg.when.${key}`)} · {words}
            </Button>
          ))}
        </p>
        <label className={styles.field}>
          {t("composer.sendAt")}
          <input
            className={styles.input}
            type="datetime-local"
            required
            value={at}
            aria-invalid={passed}
            onChange={(event) => setAt(event.target.value)}
          />
        </label>
        <ErrorMessage>{passed ? t("msg.inThePast") : state.failure}</ErrorMessage>
      </DialogForm>
    </Dialog>
  );
}

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { type AltDocument, listSignals, sendSignal } from "../../api/commandWays";
import type { Command } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { newId } from "../../lib/ids";
import { shortDateTime } from "../../lib/time";
import { useLive } from "../../sync/useSync";
import { Dialog } from "../../ui/Dialog";
import { DialogForm } from "../../ui/DialogForm";
import { ErrorMessage } from "../../ui/ErrorMessage";
import { heardOf } from "./heard";
import { useDoing } from "./useDoing";
import styles from "./work.module.css";

/** Tell a run of something that happened and that one of its tasks may wait for. */
export function SignalDialog({ command, onClose }: { command: Command; onClose(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const queries = useQueryClient();
  const expected = heardOf(command.alt as unknown as AltDocument);
  const [type, setType] = useState(expected[0] ?? "");
  const [subject, setSubject] = useState("");
  const [data, setData] = useState("");
  const [wrong, setWrong] = useState(false);
  const doing = useDoing();
  const client = useRef(newId());
  const field = useRef<HTMLInputElement>(null);
  const sent = useQuery({
    queryKey: ["signals", command.id],
    queryFn: ({ signal }) => listSignals(command.id, signal),
    staleTime: 0,
  });

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const read = readData(data);
    setWrong(read === null);
    if (read === null) return;
    const went = await doing.run(async () => {
      await sendSignal(command.id, {
        type: type.trim(),
        id: client.current,
        ...(subject.trim() ? { subject: subject.trim() } : {}),
        ...read,
      });
      void queries.invalidateQueries({ queryKey: ["signals", command.id] });
    });
    if (!went) return;
    live.tell(t("work.signal.sent"));
    onClose();
  };

  return (
    <Dialog title={t("work.more.signal")} closeLabel={t("app.close")} onClose={onClose} width="s" focus={field}>
      <DialogForm
        onSubmit={(event) => void send(event)}
        submitLabel={t("work.signal.send")}
        submitDisabled={doing.busy || type.trim() === ""}
        onClose={onClose}
      >
        <label className={styles.field}>
          {t("work.signal.type")}
          <input
            ref={field}
            className={styles.input}
            value={type}
            maxLength={200}
            required
            list="signal-types"
            autoComplete="off"
            onChange={(event) => setType(event.target.value)}
          />
          <span className={styles.hint}>
            {expected.length > 0 ? t("work.signal.waits", { types: expected.join(", ") }) : t("work.signal.typeHint")}
          </span>
        </label>
        <datalist id="signal-types">
          {expected.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <label className={styles.field}>
          {t("work.signal.subject")}
          <input
            className={styles.input}
            value={subject}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setSubject(event.target.value)}
          />
        </label>
        <label className={styles.field}>
          {t("work.signal.data")}
          <textarea
            className={styles.input}
            rows={3}
            value={data}
            spellCheck={false}
            placeholder='{"paid": true}'
            aria-invalid={wrong}
            onChange={(event) => {
              setData(event.target.value);
              setWrong(false);
            }}
          />
        </label>
        <ErrorMessage>{wrong ? t("work.signal.notJson") : doing.failed}</ErrorMessage>
        {sent.data && sent.data.results.length > 0 && (
          <section>
            <h3 className={styles.heading}>{t("work.signal.before")}</h3>
            <ul className={styles.rows}>
              {sent.data.results.map((one) => (
                <li key={one.id} className={styles.row}>
                  <span className={styles.words}>
                    <code className={styles.name}>{one.event.type}</code>{" "}
                    <span className={styles.detail}>{shortDateTime(one.created_at, language)}</span>
                  </span>
                  <span className={styles.tag}>{t(one.taken ? "work.signal.taken" : "work.signal.untaken")}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </DialogForm>
    </Dialog>
  );
}

/** Return what was typed as JSON; nothing where it is empty, null where it is none. */
function readData(text: string): { data?: unknown } | null {
  if (text.trim() === "") return {};
  try {
    return { data: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

import { useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { confirmCommand, getAltYaml } from "../../api/endpoints";
import { ApiProblem } from "../../api/problem";
import type { ProblemError } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogFooter } from "../../ui/DialogFooter";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import styles from "./AltDialog.module.css";
import { lineAndColumn, offsetOf } from "./position";

/** The plan as its raw document, to be changed before it runs. Faults are shown with their place. */
export function AltDialog({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation();
  const live = useLive();
  const document_ = useQuery({
    queryKey: ["alt", id],
    queryFn: ({ signal }) => getAltYaml(id, signal),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const [edited, setEdited] = useState<string | null>(null);
  const [place, setPlace] = useState({ line: 1, column: 1 });
  const [faults, setFaults] = useState<ProblemError[]>([]);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  const text = edited ?? document_.data ?? "";

  const run = async () => {
    setBusy(true);
    setFaults([]);
    try {
      await live.putCommand(await confirmCommand(id, edited === null ? {} : { alt: edited }));
      onClose();
    } catch (error) {
      setBusy(false);
      if (!(error instanceof ApiProblem)) return setFaults([{ detail: t("app.failedHint") }]);
      const { errors, detail, title } = error.problem;
      setFaults(errors?.length ? errors : [{ detail: detail || title }]);
    }
  };
  const show = (fault: ProblemError) => {
    const element = field.current;
    if (!element || !fault.line) return;
    const at = offsetOf(text, fault.line, fault.column ?? 1);
    element.focus();
    element.setSelectionRange(at, at);
  };

  return (
    <Dialog title={t("commands.editTitle")} closeLabel={t("app.close")} onClose={onClose} width="l">
      <div className={styles.body}>
        {document_.isPending && <Skeleton rows={4} label={t("app.loading")} />}
        {document_.isError && (
          <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
            <Button onClick={() => void document_.refetch()}>{t("app.retry")}</Button>
          </Notice>
        )}
        {document_.isSuccess && (
          <>
            <textarea
              ref={field}
              className={styles.field}
              value={text}
              spellCheck={false}
              autoCapitalize="off"
              aria-label={t("commands.editLabel")}
              aria-describedby={hint}
              aria-invalid={faults.length > 0}
              onChange={(event) => setEdited(event.target.value)}
              onSelect={(event) => setPlace(lineAndColumn(text, event.currentTarget.selectionStart))}
            />
            <p id={hint} className={styles.hint}>
              <span>{t("commands.editHint")}</span>
              <span className={styles.place}>{t("commands.cursor", place)}</span>
            </p>
          </>
        )}
        {faults.length > 0 && (
          <div className={styles.faults} role="alert">
            <p className={styles.faultsTitle}>{t("commands.editErrors", { count: faults.length })}</p>
            <ul>
              {faults.map((fault) => (
                <li key={`${fault.line} ${fault.column} ${fault.pointer} ${fault.detail}`}>
                  {fault.line !== undefined && (
                    <button type="button" className={styles.where} onClick={() => show(fault)}>
                      {t("commands.at", { line: fault.line, column: fault.column ?? 1 })}
                    </button>
                  )}
                  <span>{fault.detail}</span>
                  {fault.suggestion && <em>{t("commands.suggestion", { text: fault.suggestion })}</em>}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <DialogFooter onClose={onClose}>
        <Button look="primary" disabled={busy || !document_.isSuccess || text.trim() === ""} onClick={() => void run()}>
          {t("commands.editRun")}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

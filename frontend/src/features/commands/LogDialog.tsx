import { useCallback, useEffect, useRef, useState } from "react";
import type { LogLine } from "../../api/commandTypes";
import { readLog } from "../../api/work";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogBody } from "../../ui/DialogBody";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import styles from "./LogDialog.module.css";

const PAGES = 10; // that are read at once; the rest when somebody asks for it

/** What the tasks of a command write down, as they write it. */
export function LogDialog({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation();
  const live = useLive();
  const [lines, setLines] = useState<LogLine[]>([]);
  const [status, setStatus] = useState<"loading" | "ready" | "more" | "failed">("loading");
  const last = useRef<string | undefined>(undefined);
  const reading = useRef(false);
  const wanted = useRef(false);

  const read = useCallback(async () => {
    if (reading.current) {
      wanted.current = true;
      return;
    }
    reading.current = true;
    try {
      let next: string | null = null;
      for (let pages = 0; pages < PAGES; pages += 1) {
        const page = await readLog(id, last.current);
        last.current = page.results.at(-1)?.id ?? last.current;
        setLines((known) => [...known, ...page.results]);
        next = page.next;
        if (next === null) break;
      }
      setStatus(next === null ? "ready" : "more");
    } catch {
      setStatus("failed");
    }
    reading.current = false;
    if (wanted.current) {
      wanted.current = false;
      void read();
    }
  }, [id]);

  useEffect(() => {
    last.current = undefined;
    setLines([]);
    void read();
    return live.listen((event) => {
      const mine =
        (event.type === "command.log" && event.data.command === id) ||
        ((event.type === "command.updated" || event.type === "command.finished") && event.data.id === id);
      if (mine) void read();
    });
  }, [id, live, read]);

  return (
    <Dialog title={t("work.more.log")} closeLabel={t("app.close")} onClose={onClose} width="l">
      <DialogBody>
        {status === "loading" && <Skeleton rows={6} label={t("app.loading")} />}
        {status !== "loading" && lines.length === 0 && status !== "failed" && (
          <Notice title={t("work.log.empty")} text={t("work.log.emptyHint")} />
        )}
        {lines.length > 0 && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard
          <div className={styles.log} role="log" aria-label={t("work.more.log")} tabIndex={0}>
            {lines.map((line) => (
              <p key={line.id} className={styles.line}>
                <span className={styles.path}>{line.path}</span> {line.text}
              </p>
            ))}
          </div>
        )}
        {status === "failed" && (
          <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
            <Button onClick={() => void read()}>{t("app.retry")}</Button>
          </Notice>
        )}
        {status === "more" && <Button onClick={() => void read()}>{t("app.more")}</Button>}
      </DialogBody>
    </Dialog>
  );
}

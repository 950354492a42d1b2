import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { confirmCommand, getAltYaml } from "../../api/endpoints";
import type { ProblemError } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogFooter } from "../../ui/DialogFooter";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import styles from "./AltDialog.module.css";
import { AltField } from "./AltField";
import { faultsOf } from "./reason";

/** The plan as its raw document, to be changed before it runs. Faults are shown with their place. Where something is
 *  `open`, it runs only once it was changed. */
export function AltDialog({ id, open, onClose }: { id: string; open: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const live = useLive();
  const document_ = useQuery({
    queryKey: ["alt", id],
    queryFn: ({ signal }) => getAltYaml(id, signal),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const [edited, setEdited] = useState<string | null>(null);
  const [faults, setFaults] = useState<ProblemError[]>([]);
  const [busy, setBusy] = useState(false);
  const text = edited ?? document_.data ?? "";

  const run = async () => {
    setBusy(true);
    setFaults([]);
    try {
      await live.putCommand(await confirmCommand(id, edited === null ? {} : { alt: edited }));
      onClose();
    } catch (error) {
      setBusy(false);
      setFaults(faultsOf(error, t));
    }
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
          <AltField text={text} faults={faults} hint={t("commands.editHint")} onChange={setEdited} />
        )}
      </div>
      <DialogFooter onClose={onClose}>
        <Button
          look="primary"
          disabled={busy || !document_.isSuccess || text.trim() === "" || (open && edited === null)}
          onClick={() => void run()}
        >
          {t("commands.editRun")}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

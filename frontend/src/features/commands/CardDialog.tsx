import { useQuery } from "@tanstack/react-query";
import { getCommand } from "../../api/endpoints";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogBody } from "../../ui/DialogBody";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import { CompareDialog } from "./CompareDialog";
import type { CardDialogKind } from "./cardDialogs";
import { LogDialog } from "./LogDialog";
import { WayDialog } from "./prepare/WayDialog";
import { RerunDialog } from "./RerunDialog";
import { reasonOf } from "./reason";
import { SignalDialog } from "./SignalDialog";
import { SaveDialog } from "./saved/SaveDialog";
import { PlanDialog } from "./schedules/PlanDialog";

/** The dialog that somebody asked for at a command; a card tells only a part of it. Load it lazily. */
export function CardDialog({ kind, id, onClose }: { kind: CardDialogKind; id: string; onClose(): void }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ["command", id], queryFn: ({ signal }) => getCommand(id, signal) });
  if (kind === "log") return <LogDialog id={id} onClose={onClose} />;
  if (!found.isSuccess) {
    return (
      <Dialog title={t(`work.more.${kind}`)} closeLabel={t("app.close")} onClose={onClose} width="s">
        <DialogBody>
          {found.isPending && <Skeleton rows={4} label={t("app.loading")} />}
          {found.isError && (
            <Notice title={t("app.failed")} text={reasonOf(found.error, t)} role="alert">
              <Button onClick={() => void found.refetch()}>{t("app.retry")}</Button>
            </Notice>
          )}
        </DialogBody>
      </Dialog>
    );
  }
  const command = found.data;
  switch (kind) {
    case "rerun":
      return <RerunDialog command={command} onClose={onClose} />;
    case "compare":
      return <CompareDialog command={command} onClose={onClose} />;
    case "save":
      return <SaveDialog command={command} onClose={onClose} />;
    case "schedule":
      return <PlanDialog command={command} onClose={onClose} />;
    case "way":
      return <WayDialog command={command} onClose={onClose} />;
    case "signal":
      return <SignalDialog command={command} onClose={onClose} />;
  }
}

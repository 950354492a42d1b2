import type { Asked, AskedKind } from "../messageUi";
import { BlockDialog } from "./BlockDialog";
import { DeleteDialog } from "./DeleteDialog";
import { ForwardDialog } from "./ForwardDialog";
import { AcknowledgedDialog, HistoryDialog, ReachDialog, ReactedDialog, VotesDialog } from "./lists";
import { RemindDialog } from "./RemindDialog";
import { ReportDialog } from "./ReportDialog";

const DIALOGS = {
  forward: ForwardDialog,
  history: HistoryDialog,
  reach: ReachDialog,
  reactions: ReactedDialog,
  acknowledgements: AcknowledgedDialog,
  votes: VotesDialog,
  report: ReportDialog,
  block: BlockDialog,
  delete: DeleteDialog,
  remind: RemindDialog,
};

/** The dialog that somebody asked for at a message. Load it lazily. */
export function MessageDialog({
  asked,
  onClose,
}: {
  asked: Asked & { kind: Exclude<AskedKind, "todo" | "run"> };
  onClose(): void;
}) {
  const Shown = DIALOGS[asked.kind];
  return <Shown message={asked.message} onClose={onClose} />;
}

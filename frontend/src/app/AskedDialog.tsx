import { PrepareDialog } from "../features/commands/prepare/PrepareDialog";
import { MessageDialog } from "../features/messages/dialogs/MessageDialog";
import type { Asked } from "../features/messages/messageUi";
import { TaskDialog } from "../features/tasks/TaskDialog";
import { isAltDocument } from "../lib/altDocument";

/** The dialog that somebody asked for at a message, whichever part of the app it is of. Load it lazily. */
export function AskedDialog({ asked, onClose }: { asked: Asked; onClose(): void }) {
  if (asked.kind === "todo") return <TaskDialog message={asked.message} onClose={onClose} />;
  if (asked.kind === "run") {
    const { text, conversation, thread } = asked.message;
    return (
      <PrepareDialog
        prepared={isAltDocument(text) ? { alt: text } : { text }}
        conversation={conversation}
        thread={thread ?? undefined}
        onClose={onClose}
      />
    );
  }
  return <MessageDialog asked={{ ...asked, kind: asked.kind }} onClose={onClose} />;
}

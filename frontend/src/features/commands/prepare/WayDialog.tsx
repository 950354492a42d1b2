import { useQuery } from "@tanstack/react-query";
import { MODES, PERSONAS } from "../../../api/commandWays";
import { cancelCommand, getMessage } from "../../../api/endpoints";
import type { Command } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import { useLive } from "../../../sync/useSync";
import { reasonOf } from "../reason";
import { PrepareDialog } from "./PrepareDialog";

/** Ask for a proposed command in another mode, or as another persona: the new plan takes its place. */
export function WayDialog({ command, onClose }: { command: Command; onClose(): void }) {
  const { t } = useTranslation();
  const live = useLive();
  // In which thread it stands only its message tells.
  const message = useQuery({
    queryKey: ["message", command.message],
    queryFn: () => getMessage(command.message ?? ""),
    enabled: command.message !== null,
  });
  // A document says itself how it is meant: there it is changed.
  const words = command.source !== "document" && command.text !== "";
  if (command.message !== null && message.isPending) return null;
  return (
    <PrepareDialog
      prepared={words ? { text: command.text } : { alt: JSON.stringify(command.alt, null, 2) }}
      conversation={command.conversation ?? undefined}
      thread={message.data?.thread ?? undefined}
      way={{
        mode: MODES.find((one) => one === command.mode) ?? "normal",
        persona: PERSONAS.find((one) => one === command.persona) ?? null,
        chaos_level: command.chaos?.level ?? 1,
      }}
      onClose={onClose}
      onDone={async () => {
        try {
          await live.putCommand(await cancelCommand(command.id));
        } catch (error) {
          live.tell(reasonOf(error, t)); // both stand there: one of them can be cancelled by hand
        }
      }}
    />
  );
}

import type { Beside } from "../features/composer/Composer";
import { FormatDialog } from "../features/composer/FormatDialog";
import { LocationDialog } from "../features/composer/LocationDialog";
import { PollDialog } from "../features/composer/PollDialog";
import { ScheduleDialog } from "../features/composer/ScheduleDialog";
import { useLive } from "../sync/useSync";

interface Props {
  what: Beside;
  conversation: string;
  /** What was typed already. */
  text: string;
  onClose(): void;
}

/** What is sent beside words, each with a dialog. Load it lazily. */
export function Besides({ what, conversation, text, onClose }: Props) {
  const live = useLive();
  // What was typed went into what is sent.
  const used = () => text !== "" && live.drafts.write(conversation, "");
  switch (what) {
    case "format":
      return <FormatDialog onClose={onClose} />;
    case "location":
      return (
        <LocationDialog onClose={onClose} onSend={(location) => live.sendMessage(conversation, "", { location })} />
      );
    case "poll":
      return (
        <PollDialog
          question={text}
          onClose={onClose}
          onSend={(question, poll) => {
            live.sendMessage(conversation, question, { poll });
            used();
          }}
        />
      );
    case "schedule":
      return <ScheduleDialog conversation={conversation} text={text} onClose={onClose} onDone={used} />;
  }
}

import type { ReactNode } from "react";
import type { Message } from "../../api/types";
import type { Call } from "../../lib/markdown";
import type { Change } from "../../sync/state";
import { useOwnEmoji } from "../../sync/useOwnEmoji";
import { useSync } from "../../sync/useSync";
import { Markdown } from "../../ui/Markdown";
import styles from "./MessageRow.module.css";
import { useMessageUi } from "./messageUi";
import { EditBox } from "./row/EditBox";
import { EditState } from "./row/EditState";
import { Place } from "./row/Place";
import { PollCard } from "./row/PollCard";

interface Props {
  message: Message;
  calls: Call[];
  editing: boolean;
  /** What stands for the text. */
  children?: ReactNode;
}

/** What a message says: words, a poll, a place, a card, or the field in which its author changes it. */
export function Content({ message, calls, editing, children }: Props) {
  const ui = useMessageUi();
  const own = useOwnEmoji(message.conversation);
  const edit = useSync((state) =>
    state.changes.find(
      (change): change is Change & { kind: "edit" } => change.kind === "edit" && change.message === message.id,
    ),
  );
  if (editing) {
    const text = edit?.text ?? message.text;
    const seen = edit?.current?.version ?? message.version;
    return <EditBox message={message} text={text} seen={seen} onDone={() => ui.edit(null)} />;
  }
  if (children) return children;
  if (message.poll) return <PollCard message={message} poll={message.poll} />;
  return (
    <>
      {message.text !== "" && (
        <div className={message.type === "emoji" ? styles.emoji : undefined}>
          <Markdown text={message.text} calls={calls.length > 0 ? calls : undefined} own={own} />
        </div>
      )}
      {message.location && <Place location={message.location} />}
      {edit && <EditState message={message} edit={edit} onEditAgain={() => ui.edit(message.id)} />}
    </>
  );
}

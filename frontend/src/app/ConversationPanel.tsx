import type { Conversation } from "../api/types";
import { PinsPane } from "../features/messages/PinsPane";

interface Props {
  conversation: Conversation;
  panel: string;
  onClose(): void;
}

/** What stands beside a conversation, by its name in the address. */
export function ConversationPanel({ conversation, panel, onClose }: Props) {
  if (panel === "pins") return <PinsPane conversation={conversation} onClose={onClose} />;
  return null;
}

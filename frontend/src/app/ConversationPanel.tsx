import type { GroupSettings } from "../api/conversations";
import type { Conversation } from "../api/types";
import { ChaosSwitch } from "../features/commands/ChaosSwitch";
import { DetailsPane } from "../features/groups/DetailsPane";
import { PinsPane } from "../features/messages/PinsPane";
import { ConversationKept } from "../features/retention/ConversationKept";

interface Props {
  conversation: Conversation;
  group: GroupSettings | undefined;
  panel: string;
  onClose(): void;
}

/** What stands beside a conversation, by its name in the address. */
export function ConversationPanel({ conversation, group, panel, onClose }: Props) {
  if (panel === "pins") return <PinsPane conversation={conversation} onClose={onClose} />;
  if (panel === "details")
    return (
      <DetailsPane
        conversation={conversation}
        group={group}
        onClose={onClose}
        more={<ChaosSwitch conversation={conversation.id} />}
        kept={<ConversationKept id={conversation.id} above="installation" may={conversation.my_role !== "member"} />}
      />
    );
  return null;
}

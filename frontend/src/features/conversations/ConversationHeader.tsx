import ArrowLeft from "lucide-react/icons/arrow-left";
import PanelRight from "lucide-react/icons/panel-right";
import Pin from "lucide-react/icons/pin";
import { Link } from "react-router";
import type { Conversation } from "../../api/types";
import { useTranslation } from "../../i18n";
import { conversationName, personName } from "../../sync/names";
import { useSync } from "../../sync/useSync";
import { ConversationFace } from "./ConversationFace";
import styles from "./ConversationHeader.module.css";
import { PanelLink } from "./PanelLink";

/** Who one is talking with; on a phone also the way back to the list. */
export function ConversationHeader({ conversation, panel }: { conversation: Conversation; panel: string | null }) {
  const { t } = useTranslation();
  const me = useSync((state) => state.me.id);
  const names = conversation.participants
    .filter((participant) => participant.user.id !== me)
    .map((participant) => personName(participant.user));
  const other = conversation.participants.find((participant) => participant.user.id !== me)?.user;
  const server = useSync((state) => conversation.channel && state.servers[conversation.channel.server]?.name);
  const detail =
    conversation.kind === "direct"
      ? other && `@${other.username}`
      : conversation.kind === "channel"
        ? [server, conversation.description].filter(Boolean).join(" · ")
        : `${t("conversations.members", { count: conversation.participant_count })} · ${names.slice(0, 6).join(", ")}`;
  return (
    <header className={styles.header}>
      <Link to="/" className={styles.back} aria-label={t("app.back")} title={t("app.back")}>
        <ArrowLeft size={20} aria-hidden="true" />
      </Link>
      <ConversationFace conversation={conversation} />
      <div className={styles.words}>
        <h1 className={styles.name}>{conversationName(conversation, me, t)}</h1>
        {detail && <p className={styles.detail}>{detail}</p>}
      </div>
      <PanelLink id={conversation.id} panel="pins" open={panel} label={t("msg.pins")}>
        <Pin size={18} aria-hidden="true" />
      </PanelLink>
      <PanelLink id={conversation.id} panel="details" open={panel} label={t("details.title")}>
        <PanelRight size={18} aria-hidden="true" />
      </PanelLink>
    </header>
  );
}

import LogOut from "lucide-react/icons/log-out";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { type GroupSettings, leaveConversation } from "../../api/conversations";
import type { Conversation } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { conversationName, otherPerson } from "../../sync/names";
import { useSync } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { SidePanel } from "../../ui/SidePanel";
import { Blocking } from "./Blocking";
import { DeleteGroup } from "./DeleteGroup";
import styles from "./DetailsPane.module.css";
import { ForYou } from "./ForYou";
import { GroupPicture } from "./GroupPicture";
import { Invites } from "./Invites";
import { Members } from "./Members";
import { reasonOf } from "./reason";
import { SettingsForm } from "./SettingsForm";
import { may } from "./useGroup";

interface Props {
  conversation: Conversation;
  group: GroupSettings | undefined;
  /** What other parts of the app let those set who may change the group. */
  more?: ReactNode;
  /** How long messages are kept here, for everybody. */
  kept?: ReactNode;
  onClose(): void;
}

/** Who and what a conversation is, how one arranges it, and for a group what its people may set. */
export function DetailsPane({ conversation, group, more, kept, onClose }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSync((state) => state.me.id);
  const name = conversationName(conversation, me, t);
  const other = conversation.kind === "direct" ? otherPerson(conversation, me) : null;
  return (
    <SidePanel title={t("details.title")} closeLabel={t("app.close")} onClose={onClose}>
      <div className={styles.scroller}>
        <div className={styles.who}>
          <Avatar
            id={other?.id ?? conversation.id}
            name={name}
            url={other?.avatar_url ?? conversation.avatar_url}
            language={language}
            size="l"
            group={conversation.kind !== "direct"}
          />
          <p className={styles.name}>{name}</p>
          <p className={styles.about}>{other ? `@${other.username}` : conversation.description}</p>
        </div>
        <ForYou conversation={conversation} />
        {other && <Blocking key={other.id} user={other} />}
        {conversation.kind === "group" && (
          <>
            <Members conversation={conversation} group={group} />
            {group && may(group, conversation.my_role, "invite") && <Invites group={group.id} />}
            {group && may(group, conversation.my_role, "change") && (
              <>
                <GroupPicture group={group} />
                <SettingsForm key={group.version} group={group} role={conversation.my_role} />
                {more}
              </>
            )}
            {kept}
            <Leave conversation={conversation} name={name} />
            {conversation.my_role === "owner" && (
              <section className={styles.section}>
                <DeleteGroup id={conversation.id} name={name} />
              </section>
            )}
          </>
        )}
      </div>
    </SidePanel>
  );
}

function Leave({ conversation, name }: { conversation: Conversation; name: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const leave = () =>
    leaveConversation(conversation.id).then(
      () => navigate("/"),
      (error: unknown) => setFailure(reasonOf(error, t)),
    );
  return (
    <section className={styles.section}>
      {asked ? (
        <div className={styles.sure} role="alert">
          <p>{t("details.leaveSure", { name })}</p>
          {failure && <p className={styles.failure}>{failure}</p>}
          <p className={styles.actions}>
            <Button size="s" onClick={() => setAsked(false)}>
              {t("app.cancel")}
            </Button>
            <Button size="s" look="danger" onClick={() => void leave()}>
              {t("details.leave")}
            </Button>
          </p>
        </div>
      ) : (
        <Button look="danger" onClick={() => setAsked(true)}>
          <LogOut size={16} aria-hidden="true" />
          {t("details.leave")}
        </Button>
      )}
    </section>
  );
}

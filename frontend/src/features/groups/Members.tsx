import Ellipsis from "lucide-react/icons/ellipsis";
import UserPlus from "lucide-react/icons/user-plus";
import { Suspense, useState } from "react";
import { useNavigate } from "react-router";
import { type GroupSettings, giveRole, listMembers, removeMember } from "../../api/conversations";
import type { Conversation, Participant, Role } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { personName } from "../../sync/names";
import { usePages } from "../../sync/usePages";
import { useLive, useSync } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { ErrorMessage } from "../../ui/ErrorMessage";
import type { MenuEntry } from "../../ui/FloatingMenu";
import { IconButton } from "../../ui/IconButton";
import { lazy } from "../../ui/lazy";
import { More } from "../../ui/More";
import { AddPeopleDialog } from "./AddPeopleDialog";
import styles from "./DetailsPane.module.css";
import { reasonOf } from "./reason";
import { may } from "./useGroup";

const FloatingMenu = lazy(() => import("../../ui/FloatingMenu").then((module) => ({ default: module.FloatingMenu })));

const RANK = { owner: 2, administrator: 1, member: 0 } as const;
const ROLES: Role[] = ["owner", "administrator", "member"];

interface Props {
  conversation: Conversation;
  group: GroupSettings | undefined;
}

/** The people of a group, highest role first, and what one may do with each. */
export function Members({ conversation, group }: Props) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  // The conversation tells of a hundred; of a larger group the rest comes page by page.
  const large = conversation.participants.length < conversation.participant_count;
  const pages = usePages(["group", conversation.id, "members"], () => listMembers(conversation.id), large);
  const known = new Set(conversation.participants.map((one) => one.user.id));
  const others = large ? pages.items.filter((one) => !known.has(one.user.id)) : [];
  const members = [...conversation.participants, ...others].sort(
    (one, other) => RANK[other.role] - RANK[one.role] || personName(one.user).localeCompare(personName(other.user)),
  );
  return (
    <section className={styles.section} aria-labelledby="details-members">
      <h3 id="details-members" className={styles.heading}>
        {t("details.members")} · {conversation.participant_count}
      </h3>
      <ErrorMessage>{failure}</ErrorMessage>
      <ul className={styles.members}>
        {members.map((member) => (
          <Member key={member.user.id} member={member} conversation={conversation} onFail={setFailure} />
        ))}
      </ul>
      {large && <More pages={pages} />}
      {may(group, conversation.my_role, "invite") && (
        <p className={styles.actions}>
          <Button size="s" onClick={() => setAdding(true)}>
            <UserPlus size={15} aria-hidden="true" />
            {t("details.add")}
          </Button>
        </p>
      )}
      {adding && <AddPeopleDialog conversation={conversation} onClose={() => setAdding(false)} />}
    </section>
  );
}

interface MemberProps {
  member: Participant;
  conversation: Conversation;
  onFail(text: string | null): void;
}

function Member({ member, conversation, onFail }: MemberProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const live = useLive();
  const navigate = useNavigate();
  const me = useSync((state) => state.me.id);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { user, role } = member;
  const name = personName(user);
  const mine = conversation.my_role;
  const run = (work: Promise<unknown>) => {
    onFail(null);
    work.catch((error: unknown) => onFail(reasonOf(error, t)));
  };
  const entries: MenuEntry[] = [];
  if (user.id !== me) {
    entries.push({
      key: "write",
      label: t("details.write", { name }),
      onSelect: () => run(live.openDirectConversation(user.id).then((id) => navigate(`/c/${id}`))),
    });
    if (mine === "owner") {
      for (const other of ROLES) {
        if (other === role) continue;
        entries.push({
          key: other,
          label: t(`details.make.${other}`),
          onSelect: () => run(giveRole(conversation.id, user.id, other)),
        });
      }
    }
    if (mine === "owner" || (mine === "administrator" && role === "member")) {
      entries.push({
        key: "remove",
        apart: true,
        danger: true,
        label: t("details.remove"),
        onSelect: () => run(removeMember(conversation.id, user.id)),
      });
    }
  }
  return (
    <li className={styles.member}>
      <Avatar id={user.id} name={name} url={user.avatar_url} language={language} size="s" />
      <span className={styles.memberName}>
        {name} {user.id === me && <span className={styles.you}>{t("details.you")}</span>}
      </span>
      {role !== "member" && <span className={styles.role}>{t(`roles.${role}`)}</span>}
      {entries.length > 0 && (
        <IconButton
          label={t("details.memberActions", { name })}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <Ellipsis size={16} aria-hidden="true" />
        </IconButton>
      )}
      {anchor && (
        <Suspense fallback={null}>
          <FloatingMenu
            label={t("details.memberActions", { name })}
            anchor={anchor}
            entries={entries}
            onClose={() => setAnchor(null)}
          />
        </Suspense>
      )}
    </li>
  );
}

import type { ReactNode } from "react";
import type { ServerMember } from "../../api/serverTypes";
import { useLanguage } from "../../i18n";
import { personName } from "../../sync/names";
import { Avatar } from "../../ui/Avatar";
import styles from "./settings.module.css";

/** What a member is called in a server. */
export const memberName = (member: ServerMember): string => member.nickname || personName(member.user);

/** A member with the name they have here, and under it what else there is to say. */
export function MemberFace({ member, children }: { member: ServerMember; children?: ReactNode }) {
  const language = useLanguage();
  const { user, nickname } = member;
  const name = memberName(member);
  return (
    <>
      <Avatar id={user.id} name={name} url={user.avatar_url} language={language} size="s" />
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.detail}>
          {nickname ? `${personName(user)} · ` : ""}@{user.username}
        </span>
        {children}
      </span>
    </>
  );
}

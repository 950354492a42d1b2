import Ellipsis from "lucide-react/icons/ellipsis";
import { Suspense, useState } from "react";
import type { Server, ServerMember } from "../../api/serverTypes";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { useSync } from "../../sync/useSync";
import type { MenuEntry } from "../../ui/FloatingMenu";
import { IconButton } from "../../ui/IconButton";
import { lazy } from "../../ui/lazy";
import type { AskedMember } from "./MemberDialog";
import { MemberFace, memberName } from "./MemberFace";
import { RoleDot } from "./RoleDot";
import styles from "./settings.module.css";
import { type MemberDeed, whyNotMember } from "./standing";

const FloatingMenu = lazy(() => import("../../ui/FloatingMenu").then((module) => ({ default: module.FloatingMenu })));

interface Props {
  server: Server;
  member: ServerMember;
  ask(asked: AskedMember): void;
}

/** A member: their roles, whether they are silenced, and what one may do with them. */
export function MemberRow({ server, member, ask }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSync((state) => state.me.id);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { user, silenced_until } = member;
  const name = memberName(member);
  const silenced = silenced_until !== null && Date.parse(silenced_until) > Date.now();
  const entry = (key: AskedMember["deed"], deed: MemberDeed, label: string, danger = false): MenuEntry => {
    const why = whyNotMember(server, me, member, deed);
    return {
      key,
      label,
      danger,
      ...(why ? { refused: t(`servers.why.${why}`) } : { onSelect: () => ask({ deed: key, member }) }),
    };
  };
  const entries: MenuEntry[] = [
    entry("name", "name", t("servers.nickname")),
    { key: "roles", label: t("servers.roles"), onSelect: () => ask({ deed: "roles", member }) },
    silenced ? entry("unmute", "mute", t("servers.unmute")) : entry("mute", "mute", t("servers.mute")),
    { ...entry("kick", "kick", t("servers.kick"), true), apart: true },
    entry("ban", "ban", t("servers.ban"), true),
  ];
  if (server.owner === me && user.id !== me && !user.is_bot) {
    entries.push({
      key: "owner",
      label: t("servers.handOver"),
      danger: true,
      apart: true,
      onSelect: () => ask({ deed: "owner", member }),
    });
  }
  const label = t("servers.memberActions", { name });
  return (
    <li className={styles.row}>
      <MemberFace member={member}>
        <span className={styles.chips}>
          {user.id === server.owner && <span className={styles.chip}>{t("servers.owner")}</span>}
          {server.roles
            .filter((role) => member.roles.includes(role.id))
            .map((role) => (
              <span key={role.id} className={styles.chip}>
                <RoleDot color={role.color} />
                {role.name}
              </span>
            ))}
          {silenced && silenced_until && (
            <span className={styles.chip}>
              {t("servers.mutedUntil", { time: shortDateTime(silenced_until, language) })}
            </span>
          )}
        </span>
      </MemberFace>
      <IconButton
        label={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Ellipsis size={16} aria-hidden="true" />
      </IconButton>
      {anchor && (
        <Suspense fallback={null}>
          <FloatingMenu label={label} anchor={anchor} entries={entries} onClose={() => setAnchor(null)} />
        </Suspense>
      )}
    </li>
  );
}

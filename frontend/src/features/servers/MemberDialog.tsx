import { useState } from "react";
import {
  banMember,
  giveRole,
  handServerOver,
  muteMember,
  nameMember,
  removeMember,
  takeRole,
  unmuteMember,
} from "../../api/servers";
import type { Server, ServerMember } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { memberName } from "./MemberFace";
import { MuteFields } from "./MuteFields";
import { SureDialog } from "./SureDialog";
import styles from "./settings.module.css";
import { myStanding, whyNotRole } from "./standing";
import { Why } from "./Why";

export interface AskedMember {
  deed: "name" | "roles" | "mute" | "unmute" | "kick" | "ban" | "owner";
  member: ServerMember;
}

interface Props {
  server: Server;
  asked: AskedMember;
  onClose(): void;
}

/** What one does with a member, asked about first. */
export function MemberDialog({ server, asked: { deed, member }, onClose }: Props) {
  const name = memberName(member);
  const props = { server, member, name, onClose };
  switch (deed) {
    case "name":
      return <NicknameDialog {...props} />;
    case "roles":
      return <RolesDialog {...props} />;
    case "mute":
      return <MuteDialog {...props} />;
    case "unmute":
      return <UnmuteDialog {...props} />;
    case "kick":
      return <KickDialog {...props} />;
    case "ban":
      return <BanDialog {...props} />;
    case "owner":
      return <OwnerDialog {...props} />;
  }
}

interface One {
  server: Server;
  member: ServerMember;
  name: string;
  onClose(): void;
}

function NicknameDialog({ server, member, name, onClose }: One) {
  const { t } = useTranslation();
  const [nickname, setNickname] = useState(member.nickname);
  return (
    <SureDialog
      title={t("servers.nickname")}
      text={t("servers.nicknameHint", { name })}
      danger={false}
      onSure={() => nameMember(server.id, member.user.id, nickname.trim())}
      onClose={onClose}
    >
      <label className={styles.field}>
        {t("servers.nickname")}
        <input
          className={styles.input}
          value={nickname}
          maxLength={50}
          onChange={(event) => setNickname(event.target.value)}
        />
      </label>
    </SureDialog>
  );
}

function RolesDialog({ server, member, name, onClose }: One) {
  const { t } = useTranslation();
  const me = useSync((state) => state.me.id);
  const mine = myStanding(server, me);
  const roles = server.roles.filter((role) => !role.is_everyone);
  const [held, setHeld] = useState(member.roles);
  const save = async () => {
    for (const role of roles) {
      const [had, has] = [member.roles.includes(role.id), held.includes(role.id)];
      if (had !== has) await (has ? giveRole : takeRole)(server.id, member.user.id, role.id);
    }
  };
  return (
    <SureDialog title={t("servers.rolesOf", { name })} danger={false} onSure={save} onClose={onClose}>
      {roles.length === 0 && <p className={styles.hint}>{t("servers.noRoles")}</p>}
      <div>
        {roles.map((role) => {
          const why = whyNotRole(mine, role);
          const id = `why-${role.id}`;
          return (
            <div key={role.id}>
              <label className={styles.check}>
                <input
                  type="checkbox"
                  checked={held.includes(role.id)}
                  disabled={why !== null}
                  aria-describedby={why ? id : undefined}
                  onChange={(event) =>
                    setHeld(event.target.checked ? [...held, role.id] : held.filter((one) => one !== role.id))
                  }
                />
                {role.name}
              </label>
              <Why id={id} reason={why} />
            </div>
          );
        })}
      </div>
    </SureDialog>
  );
}

function Reason({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation();
  return (
    <label className={styles.field}>
      {t("servers.reason")}
      <textarea
        className={styles.input}
        rows={2}
        maxLength={500}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

function MuteDialog({ server, member, name, onClose }: One) {
  const { t } = useTranslation();
  const [until, setUntil] = useState<Date | null>(null);
  const [reason, setReason] = useState("");
  return (
    <SureDialog
      title={t("servers.mute")}
      text={t("servers.muteHint", { name })}
      disabled={until === null}
      onSure={async () => until && muteMember(server.id, member.user.id, until.toISOString(), reason.trim())}
      onClose={onClose}
    >
      <MuteFields onChange={setUntil} />
      <Reason value={reason} onChange={setReason} />
    </SureDialog>
  );
}

function UnmuteDialog({ server, member, name, onClose }: One) {
  const { t } = useTranslation();
  return (
    <SureDialog
      title={t("servers.unmute")}
      text={t("servers.unmuteHint", { name })}
      danger={false}
      onSure={() => unmuteMember(server.id, member.user.id)}
      onClose={onClose}
    />
  );
}

function KickDialog({ server, member, name, onClose }: One) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  return (
    <SureDialog
      title={t("servers.kickName", { name })}
      text={t("servers.kickHint")}
      onSure={() => removeMember(server.id, member.user.id, reason.trim())}
      onClose={onClose}
    >
      <Reason value={reason} onChange={setReason} />
    </SureDialog>
  );
}

const CLEARED = { none: 0, hour: 3_600, day: 86_400, week: 604_800 };
type Cleared = keyof typeof CLEARED;

function BanDialog({ server, member, name, onClose }: One) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [cleared, setCleared] = useState<Cleared>("none");
  const seconds = CLEARED[cleared];
  const ban = { reason: reason.trim(), ...(seconds ? { delete_message_seconds: seconds } : {}) };
  return (
    <SureDialog
      title={t("servers.banName", { name })}
      text={t("servers.banHint")}
      onSure={() => banMember(server.id, member.user.id, ban)}
      onClose={onClose}
    >
      <Reason value={reason} onChange={setReason} />
      <label className={styles.field}>
        {t("servers.alsoDelete")}
        <select
          className={styles.input}
          value={cleared}
          onChange={(event) => setCleared(event.target.value as Cleared)}
        >
          {(Object.keys(CLEARED) as Cleared[]).map((one) => (
            <option key={one} value={one}>
              {t(`servers.cleared.${one}`)}
            </option>
          ))}
        </select>
      </label>
    </SureDialog>
  );
}

function OwnerDialog({ server, member, name, onClose }: One) {
  const { t } = useTranslation();
  return (
    <SureDialog
      title={t("servers.handOver")}
      text={t("servers.handOverSure", { name, server: server.name })}
      onSure={() => handServerOver(server.id, member.user.id)}
      onClose={onClose}
    />
  );
}

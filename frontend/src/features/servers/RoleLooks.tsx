import type { RoleChanges } from "../../api/servers";
import type { ServerRole } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import styles from "./settings.module.css";

const FIRST = "#3b82f6";

interface Props {
  role: ServerRole;
  disabled: boolean;
  onChange(changes: RoleChanges): void;
}

/** What a role is called and looks like. */
export function RoleLooks({ role, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const why = disabled ? "role-why" : undefined;
  return (
    <div className={styles.form}>
      <label className={styles.field}>
        {t("servers.roleName")}
        <input
          className={styles.input}
          value={role.name}
          maxLength={50}
          required
          disabled={disabled}
          aria-describedby={why}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </label>
      <div className={styles.buttons}>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={role.color !== ""}
            disabled={disabled}
            aria-describedby={why}
            onChange={(event) => onChange({ color: event.target.checked ? FIRST : "" })}
          />
          {t("servers.hasColor")}
        </label>
        {role.color && (
          <input
            type="color"
            aria-label={t("servers.color")}
            value={role.color}
            disabled={disabled}
            onChange={(event) => onChange({ color: event.target.value.toLowerCase() })}
          />
        )}
      </div>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={role.hoisted}
          disabled={disabled}
          aria-describedby={why}
          onChange={(event) => onChange({ hoisted: event.target.checked })}
        />
        {t("servers.hoisted")}
      </label>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={role.mentionable}
          disabled={disabled}
          aria-describedby={why}
          onChange={(event) => onChange({ mentionable: event.target.checked })}
        />
        {t("servers.mentionable", { name: role.mention_name })}
      </label>
    </div>
  );
}

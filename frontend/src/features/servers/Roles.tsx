import { type FormEvent, useState } from "react";
import { changeRole, createRole, deleteRole } from "../../api/servers";
import type { Server, ServerRole } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { en } from "../../i18n/en";
import { Button } from "../../ui/Button";
import styles from "./servers.module.css";
import type { useDoing } from "./useDoing";

type Right = keyof typeof en.servers.may;
const RIGHTS = Object.keys(en.servers.may) as Right[];

interface Props {
  server: Server;
  may(name: string): boolean;
  doing: ReturnType<typeof useDoing>[1];
}

export function Roles({ server, may, doing }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const add = (event: FormEvent) => {
    event.preventDefault();
    void doing(() => createRole(server.id, name.trim())).then(() => setName(""));
  };
  const toggle = (role: ServerRole, right: Right) => {
    const has = role.permissions.includes(right);
    const permissions = has ? role.permissions.filter((one) => one !== right) : [...role.permissions, right];
    void doing(() => changeRole(server.id, role.id, { permissions }));
  };
  return (
    <section aria-labelledby="server-roles">
      <h2 id="server-roles" className={styles.heading}>
        {t("servers.rolesTitle")}
      </h2>
      {server.roles.map((role) => (
        <details key={role.id} className={styles.role}>
          <summary>{role.is_everyone ? t("servers.everyone") : role.name}</summary>
          <div className={styles.rights}>
            {RIGHTS.map((right) => (
              <label key={right} className={styles.check}>
                <input
                  type="checkbox"
                  checked={role.permissions.includes(right)}
                  disabled={!may("manage_roles")}
                  onChange={() => toggle(role, right)}
                />
                {t(`servers.may.${right}`)}
              </label>
            ))}
          </div>
          {!role.is_everyone && may("manage_roles") && (
            <Button size="s" look="danger" onClick={() => void doing(() => deleteRole(server.id, role.id))}>
              {t("servers.deleteRole", { name: role.name })}
            </Button>
          )}
        </details>
      ))}
      {may("manage_roles") && (
        <form className={styles.inline} onSubmit={add}>
          <label htmlFor="new-role">{t("servers.newRole")}</label>
          <input
            id="new-role"
            className={styles.input}
            value={name}
            maxLength={50}
            required
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" disabled={name.trim() === ""}>
            {t("servers.add")}
          </Button>
        </form>
      )}
    </section>
  );
}

import ArrowLeft from "lucide-react/icons/arrow-left";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { changeRole, deleteRole, type RoleChanges } from "../../api/servers";
import type { Server, ServerRole } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Failure } from "./Failure";
import { RightsFields } from "./RightsFields";
import { RoleLooks } from "./RoleLooks";
import { RoleMembers } from "./RoleMembers";
import { SureDialog } from "./SureDialog";
import styles from "./settings.module.css";
import { myStanding, whyNotRole } from "./standing";
import { useDoing } from "./useDoing";
import { Why } from "./Why";

/** One role: what it is called, what it lets people do, and who has it. */
export function RoleScreen({ server }: { server: Server }) {
  const { t } = useTranslation();
  const { role: id = "" } = useParams();
  const role = server.roles.find((one) => one.id === id);
  return (
    <>
      <Link className={styles.back} to={`/servers/${server.id}/roles`}>
        <ArrowLeft size={15} aria-hidden="true" />
        {t("servers.rolesTitle")}
      </Link>
      {role ? <OpenRole key={id} server={server} role={role} /> : <Notice title={t("servers.roleGone")} />}
    </>
  );
}

function OpenRole({ server, role }: { server: Server; role: ServerRole }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useSync((state) => state.me.id);
  const mine = myStanding(server, me);
  const why = whyNotRole(mine, role);
  // Only what one changed is kept here: what others save meanwhile appears.
  const [changes, setChanges] = useState<RoleChanges>({});
  const [sure, setSure] = useState(false);
  const [failure, doing] = useDoing();
  const shown = { ...role, ...changes };
  const change = (more: RoleChanges) => setChanges((before) => ({ ...before, ...more }));
  const save = async () => {
    const wanted = changes.name === undefined ? changes : { ...changes, name: changes.name.trim() };
    if (await doing(() => changeRole(server.id, role.id, wanted))) setChanges({});
  };
  const name = role.is_everyone ? t("servers.everyone") : role.name;
  return (
    <section className={styles.section} aria-labelledby="server-role">
      <h2 id="server-role" className={styles.title}>
        {name}
      </h2>
      {role.is_everyone && <p className={styles.hint}>{t("servers.everyoneHint")}</p>}
      <Why id="role-why" reason={why} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {!role.is_everyone && <RoleLooks role={shown} disabled={why !== null} onChange={change} />}
        <RightsFields
          mine={mine}
          had={role.permissions}
          has={shown.permissions}
          why={why}
          onChange={(permissions) => change({ permissions })}
        />
        <Failure text={failure} />
        {Object.keys(changes).length > 0 && (
          <div className={styles.bar}>
            <Button look="primary" type="submit" disabled={shown.name.trim() === ""}>
              {t("servers.save")}
            </Button>
            <Button look="plain" onClick={() => setChanges({})}>
              {t("servers.discard")}
            </Button>
          </div>
        )}
      </form>
      {!role.is_everyone && (
        <>
          <RoleMembers server={server} role={role} why={why} />
          {why === null && (
            <Button look="danger" onClick={() => setSure(true)}>
              {t("servers.deleteRole", { name })}
            </Button>
          )}
        </>
      )}
      {sure && (
        <SureDialog
          title={t("servers.deleteRole", { name })}
          text={t("servers.deleteRoleSure")}
          onSure={async () => {
            await deleteRole(server.id, role.id);
            void navigate(`/servers/${server.id}/roles`);
          }}
          onClose={() => setSure(false)}
        />
      )}
    </section>
  );
}

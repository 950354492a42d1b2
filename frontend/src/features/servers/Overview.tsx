import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { changeServer, deleteServer, removeMember } from "../../api/servers";
import type { Server } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Failure } from "./Failure";
import { Retention } from "./Retention";
import { ServerPicture } from "./ServerPicture";
import { SureDialog } from "./SureDialog";
import styles from "./settings.module.css";
import { myStanding } from "./standing";
import { useDoing } from "./useDoing";
import { Why } from "./Why";

/** What a server is; leaving and deleting it. */
export function Overview({ server }: { server: Server }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useSync((state) => state.me.id);
  const [sure, setSure] = useState(false);
  const mine = myStanding(server, me);
  const go = async () => {
    await (mine.owner ? deleteServer(server.id) : removeMember(server.id, me));
    void navigate("/");
  };
  return (
    <>
      <p className={styles.hint}>{t("servers.people", { count: server.member_count })}</p>
      <Looks key={server.version} server={server} may={mine.may("manage_server")} />
      {mine.may("manage_server") && (
        <>
          <ServerPicture server={server} />
          <Retention server={server} />
        </>
      )}
      <section className={styles.section} aria-labelledby="server-leave">
        <h2 id="server-leave" className={styles.title}>
          {mine.owner ? t("servers.delete") : t("servers.leave")}
        </h2>
        {mine.owner && <p className={styles.hint}>{t("servers.ownerStays")}</p>}
        <p className={styles.buttons}>
          <Button look="danger" onClick={() => setSure(true)}>
            {mine.owner ? t("servers.delete") : t("servers.leave")}
          </Button>
        </p>
      </section>
      {sure && (
        <SureDialog
          title={mine.owner ? t("servers.delete") : t("servers.leave")}
          text={t(mine.owner ? "servers.deleteSure" : "servers.leaveSure", { name: server.name })}
          onSure={go}
          onClose={() => setSure(false)}
        />
      )}
    </>
  );
}

/** Name and description. Give it a `key` of the version: what others save appears. */
function Looks({ server, may }: { server: Server; may: boolean }) {
  const { t } = useTranslation();
  const [name, setName] = useState(server.name);
  const [description, setDescription] = useState(server.description);
  const [failure, doing] = useDoing();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const changes = { name: name.trim(), description: description.trim() };
    void doing(() => changeServer(server.id, changes, server.version));
  };
  const changed = name.trim() !== server.name || description.trim() !== server.description;
  return (
    <form className={styles.form} onSubmit={save}>
      {!may && <Why id="server-why" reason="noServer" />}
      <label className={styles.field}>
        {t("servers.name")}
        <input
          className={styles.input}
          value={name}
          maxLength={100}
          required
          disabled={!may}
          aria-describedby={may ? undefined : "server-why"}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label className={styles.field}>
        {t("servers.description")}
        <textarea
          className={styles.input}
          value={description}
          rows={2}
          maxLength={500}
          disabled={!may}
          aria-describedby={may ? undefined : "server-why"}
          onChange={(event) => setDescription(event.target.value)}
        />
      </label>
      <Failure text={failure} />
      {may && (
        <Button look="primary" type="submit" disabled={!changed || name.trim() === ""}>
          {t("servers.save")}
        </Button>
      )}
    </form>
  );
}

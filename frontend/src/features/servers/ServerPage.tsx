import { type FormEvent, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { changeServer, deleteServer, removeMember } from "../../api/servers";
import type { Server } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { serverPermissions } from "../../sync/servers";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Bans } from "./Bans";
import { Links } from "./Links";
import { Members } from "./Members";
import { Roles } from "./Roles";
import styles from "./servers.module.css";
import { useDoing } from "./useDoing";

/** A server's own page: what it is, who is there, and what its roles let this person change. */
export function ServerPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const server = useSync((state) => state.servers[id]);
  const ready = useSync((state) => state.snapshot === "ready");
  if (!server) {
    return (
      <Notice title={ready ? t("servers.gone") : t("app.loading")} role="status">
        <Link to="/">{t("app.goHome")}</Link>
      </Notice>
    );
  }
  return <About key={id} server={server} />;
}

function About({ server }: { server: Server }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useSync((state) => state.me.id);
  const granted = serverPermissions(server, me);
  const may = (name: string) => granted.has(name) || granted.has("administrator");
  const [failure, doing] = useDoing();
  const mine = server.owner === me;
  const go = async () => {
    if (mine && !window.confirm(t("servers.deleteSure", { name: server.name }))) return;
    await doing(() => (mine ? deleteServer(server.id) : removeMember(server.id, me)));
    void navigate("/");
  };
  return (
    <Page
      title={server.name}
      hint={server.description || t("servers.people", { count: server.member_count })}
      backLabel={t("servers.back")}
    >
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      {may("manage_server") && <Settings server={server} doing={doing} />}
      {may("create_invite") && <Links server={server} doing={doing} />}
      <Members server={server} may={may} me={me} doing={doing} />
      <Roles server={server} may={may} doing={doing} />
      {may("ban_members") && <Bans server={server} doing={doing} />}
      <Button look="danger" onClick={() => void go()}>
        {mine ? t("servers.delete") : t("servers.leave")}
      </Button>
    </Page>
  );
}

type Doing = ReturnType<typeof useDoing>[1];

function Settings({ server, doing }: { server: Server; doing: Doing }) {
  const { t } = useTranslation();
  const [name, setName] = useState(server.name);
  const [description, setDescription] = useState(server.description);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void doing(() => changeServer(server.id, { name: name.trim(), description: description.trim() }));
  };
  return (
    <form className={styles.form} onSubmit={save}>
      <label htmlFor="server-name">{t("servers.name")}</label>
      <input
        id="server-name"
        className={styles.input}
        value={name}
        maxLength={100}
        required
        onChange={(event) => setName(event.target.value)}
      />
      <label htmlFor="server-description">{t("servers.description")}</label>
      <input
        id="server-description"
        className={styles.input}
        value={description}
        maxLength={500}
        onChange={(event) => setDescription(event.target.value)}
      />
      <Button look="primary" type="submit" disabled={name.trim() === ""}>
        {t("servers.save")}
      </Button>
    </form>
  );
}
